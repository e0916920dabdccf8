// A worker that ends before it can answer.
throw new Error("broken");
