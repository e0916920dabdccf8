//! The same module in wasmtime, as a host without JavaScript has it: bytes in its memory, by address and length.

use wasmtime::{
    Config, Engine, Instance, Linker, Memory, Module, Result, Store, StoreLimits, StoreLimitsBuilder, TypedFunc,
    WasmParams, WasmResults,
};

/// The most memory that an instance gets: what any file must be refused within.
const MOST_MEMORY: usize = 64 << 20;

/// The module and the instance that answers.
pub(crate) struct Embedded {
    linker: Linker<StoreLimits>,
    module: Module,
    store: Store<StoreLimits>,
    instance: Instance,
}

fn fail<T>(result: Result<T>) -> T {
    result.unwrap_or_else(|error| panic!("wasmtime: {error:?}"))
}

fn store(engine: &Engine) -> Store<StoreLimits> {
    let mut store = Store::new(engine, StoreLimitsBuilder::new().memory_size(MOST_MEMORY).build());
    store.limiter(|limits| limits);
    store
}

impl Embedded {
    /// Compiles the module.
    pub(crate) fn of(module: &[u8]) -> Self {
        let engine = fail(Engine::new(&Config::new()));
        let module = fail(Module::new(&engine, module));
        let mut linker = Linker::new(&engine);
        // What the module imports serves JavaScript alone.
        fail(linker.define_unknown_imports_as_traps(&module));
        let mut store = store(&engine);
        let instance = fail(linker.instantiate(&mut store, &module));
        Self { linker, module, store, instance }
    }

    /// The answer; after a trap the words of the panic, and the next question meets a fresh instance.
    pub(crate) fn answer(&mut self, question: &str, request: &str) -> String {
        self.ask(question, request.as_bytes()).unwrap_or_else(|trap| {
            let words = self.words().unwrap_or_default();
            self.store = store(self.module.engine());
            self.instance = fail(self.linker.instantiate(&mut self.store, &self.module));
            format!("trap: {words} {trap:?}").replace('\n', " ")
        })
    }

    /// The instance's memory, in bytes.
    pub(crate) fn memory_size(&mut self) -> usize {
        let memory = self.memory();
        memory.data_size(&self.store)
    }

    fn ask(&mut self, question: &str, request: &[u8]) -> Result<String> {
        let length = u32::try_from(request.len())?;
        let address = self.function::<u32, u32>("tw_alloc")?.call(&mut self.store, length)?;
        self.memory().write(&mut self.store, address as usize, request)?;
        let question = self.function::<(u32, u32), u64>(&format!("tw_{question}"))?;
        let answer = question.call(&mut self.store, (address, length))?;
        self.free(address, length)?;
        if answer == 0 { Ok(format!("refused: {}", self.words()?)) } else { self.take(answer) }
    }

    fn words(&mut self) -> Result<String> {
        let words = self.function::<(), u64>("tw_last_error")?.call(&mut self.store, ())?;
        self.take(words)
    }

    /// Reads what the module hands out, and gives it back.
    fn take(&mut self, packed: u64) -> Result<String> {
        let (address, length) = ((packed >> 32) as u32, packed as u32);
        let mut bytes = vec![0; length as usize];
        self.memory().read(&self.store, address as usize, &mut bytes)?;
        self.free(address, length)?;
        Ok(String::from_utf8(bytes)?)
    }

    fn free(&mut self, address: u32, length: u32) -> Result<()> {
        self.function::<(u32, u32), ()>("tw_free")?.call(&mut self.store, (address, length))
    }

    fn memory(&mut self) -> Memory {
        let memory = self.instance.get_memory(&mut self.store, "memory");
        memory.unwrap_or_else(|| panic!("the module exports no memory"))
    }

    fn function<P: WasmParams, R: WasmResults>(&mut self, name: &str) -> Result<TypedFunc<P, R>> {
        self.instance.get_typed_func(&mut self.store, name)
    }
}
