// What the compiler answers. Made from the types of `core/src/wire` by `make bless`: do not edit.

/** A part of a team. */
export type PartName = "project" | "namespace" | "apps" | "all";

/** One of the two files. */
export type FileName = "team" | "platform";

/** A finding, with its places spelled out. */
export type Diagnostic = {
  /** `TW` and four digits. */
  code: string;
  /** `error` or `warning`. */
  severity: "error" | "warning";
  /** One line. */
  message: string;
  /** The next keystroke. */
  help?: string;
  /** The file that is wrong. */
  path: string;
  /** The key that the place belongs to, such as `apps[0].repoURL`; empty at the root. */
  key: string;
  /** The smallest text that is wrong. */
  range: Range;
  /** Places that explain it. */
  related: Array<Related>;
  /** Certain repairs. */
  fixes: Array<Fix>;
  /** Where the long text is. */
  url: string;
};

/** A half-open range of a text. */
export type Range = {
  /** The first character. */
  start: Position;
  /** Behind the last character. */
  end: Position;
};

/** A place in a text. */
export type Position = {
  /** 1-based. */
  line: number;
  /** 1-based, in Unicode scalar values. */
  column: number;
  /** 0-based, in bytes of UTF-8. */
  offset: number;
  /** 0-based, in UTF-16 code units; only where an editor asks. */
  utf16: number;
};

/** A second place. */
export type Related = {
  /** What is there. */
  message: string;
  /** The file. */
  path: string;
  /** The place. */
  range: Range;
};

/** A certain repair. */
export type Fix = {
  /** What it does. */
  title: string;
  /** Replacements in the diagnostic's own file. */
  edits: Array<Edit>;
};

/** One replacement. */
export type Edit = {
  /** What is replaced. */
  range: Range;
  /** By what. */
  newText: string;
};

/** One object. Its text is the lines of the stream. */
export type Manifest = {
  /** `project`, `namespace` or `apps`. */
  part: Exclude<PartName, "all">;
  /** Its sync wave. */
  wave: number;
  /** Such as `networking.k8s.io/v1`. */
  apiVersion: string;
  /** Such as `NetworkPolicy`. */
  kind: string;
  /** `metadata.name`. */
  name: string;
  /** `metadata.namespace`; absent for a Namespace. */
  namespace?: string;
  /** The cluster that a part `namespace` is made for; absent for the other parts, which lie where Argo CD runs. */
  cluster?: string;
  /** The path of the platform's template that makes it; absent for what the compiler makes itself. */
  template?: string;
  /** What the kind is for, for somebody who does not know Kubernetes. */
  about: string;
  /** Its first line in the stream, the one with `---`; 1-based. */
  firstLine: number;
  /** Its last line. */
  lastLine: number;
  /** Its text, with a leading `---` and a final line end. */
  yaml: string;
};

/** Version 1 of what `check --format json` and a review say. */
export type Report = {
  /** Of this shape. */
  version: number;
  /** The compiler's version. */
  compiler: string;
  /** In order. */
  diagnostics: Array<Diagnostic>;
  /** How many. */
  summary: Summary;
};

/** Counts of a report. */
export type Summary = {
  /** Findings that stop output. */
  errors: number;
  /** Findings that do not. */
  warnings: number;
  /** Team files that were looked at. */
  teams: number;
};

/** Where a value comes from. */
export type Origin = {
  /** `written`, `platform`, `tier`, `default`, `lock` or `derived`. */
  kind: "written" | "platform" | "tier" | "default" | "lock" | "derived";
  /** The whole in a few words: `tier, platform.yaml:12:9`. */
  text: string;
  /** For a derived value the rule in a few words; else empty. */
  rule: string;
  /** `team` or `platform`; absent for what is built in and for what stands in a template. */
  file?: FileName;
  /** The path of that file. */
  path?: string;
  /** The text in that file. */
  range?: Range;
};

/** A line of the output and where it comes from. */
export type Leaf = {
  /** Index of its object. */
  manifest: number;
  /** The object's kind. */
  kind: string;
  /** The object's name. */
  name: string;
  /** The field as a JSON Pointer (RFC 6901). */
  path: string;
  /** 1-based line of the stream. */
  line: number;
  /** The value as a text. */
  value: string;
  /** Whether the line is there only because its object is. */
  inherited: boolean;
  /** Where it comes from. */
  origin: Origin;
};

/** What becomes of the objects, the riskiest first. */
export type Comparison = {
  /** Every object that is not what it was. */
  changes: Array<Change>;
  /** How many objects stay as they are. */
  unchanged: number;
};

/** What becomes of one object. */
export type Change = {
  /** `added`, `removed` or `changed`. */
  change: "added" | "removed" | "changed";
  /** `project`, `namespace` or `apps`. */
  part: Exclude<PartName, "all">;
  /** Such as `NetworkPolicy`. */
  kind: string;
  /** `metadata.name`. */
  name: string;
  /** Its index before; absent if it is added. */
  before?: number;
  /** Its index afterwards; absent if it is removed. */
  after?: number;
  /** What to look at, the worst first. */
  risks: Array<Risk>;
  /** What is different in a changed object; nothing if only the order of a list is. */
  fields: Array<FieldChange>;
};

/** Why somebody should look at a change. */
export type Risk = {
  /** The rule's name, such as `network-opened`. */
  rule: string;
  /** `high` or `medium`. */
  level: "high" | "medium";
  /** What it means, in one sentence. */
  reason: string;
};

/** A value that is different. */
export type FieldChange = {
  /** Where it stands, with entries of lists by what tells them apart: `spec.roles[developer].groups[]`. */
  path: string;
  /** What was there; absent if nothing. */
  before?: Side;
  /** What is there now; absent if nothing. */
  after?: Side;
};

/** A value on one side. */
export type Side = {
  /** The value as a text. */
  value: string;
  /** 1-based line of that side's stream. */
  line: number;
};

/** What the network lets through. */
export type Network = {
  /** The team's namespace. */
  namespace: string;
  /** In the order of the policies; then what only other teams open. */
  ways: Array<Way>;
};

/** A way between the team and another side. */
export type Way = {
  /** `in`: the other side reaches the team; `out`: the team reaches the other side. */
  direction: "in" | "out";
  /** What the other side is. */
  side: "self" | "team" | "teams" | "namespace" | "network" | "internet";
  /** Its name: a namespace, a destination of platform.yaml, a network. */
  name: string;
  /** What narrows it: labels of pods, a network, exceptions; empty if nothing does. */
  only: string;
  /** Such as `TCP 5432`; empty for every port. */
  ports: Array<string>;
  /** The policy that opens it; absent where only the other side does. */
  policy?: string;
  /** 1-based line of the other side in the output; 0 where no policy opens the way. */
  line: number;
  /** What the team on the other side says; absent where that is no team. */
  consent?: Consent;
};

/** Whether both teams open a way between them. */
export type Consent = "both" | "ours" | "theirs" | "unknown";

/** What the team may use. */
export type Quota = {
  /** The tier that the team takes, by itself or by default; absent if there is none. */
  tier?: string;
  /** Each amount of the quota, in its order. */
  bars: Array<Bar>;
  /** How many pods of one container that asks for nothing fit; absent where such a pod can't start. */
  fits?: Fit;
};

/** How many pods fit, and what is used up first. */
export type Fit = {
  /** So many. */
  pods: number;
  /** The amount that is used up first. */
  by: string;
};

/** An amount of the quota. Marks share one scale: that of the largest of them. */
export type Bar = {
  /** Such as `requests.cpu`. */
  key: string;
  /** The amount in force. */
  quota: Mark;
  /** What the tier gives. */
  tier?: Mark;
  /** The most that the team may write. */
  ceiling?: Mark;
  /** What a container takes that asks for nothing. */
  default?: Mark;
  /** The most that one container, or one claim, may take. */
  largest?: Mark;
  /** How many such containers fit, for this amount alone. */
  fits?: number;
};

/** An amount on a scale. */
export type Mark = {
  /** The amount as Kubernetes writes it. */
  amount: string;
  /** Its share of the largest mark of its bar, in thousandths. */
  share: number;
  /** Its 1-based line in the output; 0 for an amount that does not stand there. */
  line: number;
};

/** Who may do what. */
export type Access = {
  /** Everybody whom the team names. */
  people: Array<Person>;
  /** What may be done, in the order of the rules. */
  rights: Array<Right>;
};

/** A group or a user. */
export type Person = {
  /** `developer` or `viewer`. */
  role: "developer" | "viewer";
  /** `group` or `user`. */
  kind: "group" | "user";
  /** Its name in the login service. */
  name: string;
  /** 1-based line of the output that gives it the role in Kubernetes. */
  kubernetes: number;
  /** The same in Argo CD; absent for users, which Argo CD's projects do not know. */
  argocd?: number;
};

/** Something that may be done. */
export type Right = {
  /** Where. */
  place: "kubernetes" | "argocd";
  /** The API group; empty for the core group and in Argo CD. */
  group: string;
  /** Such as `deployments` and `pods/exec`; in Argo CD such as `applications, sync`, as its policies say it. */
  resource: string;
  /** What developers may do; absent for nothing. */
  developer?: Cell;
  /** What viewers may do; absent for nothing. */
  viewer?: Cell;
};

/** What a role may do to something. */
export type Cell = {
  /** `look`, `change`, or `use` for what is neither. */
  may: "look" | "change" | "use";
  /** The verbs, or Argo CD's actions. */
  verbs: Array<string>;
  /** 1-based line of the output that allows it. */
  line: number;
};

/** What may stand at a place. */
export type Completions = {
  /** What any of the items replaces. */
  range: Range;
  /** In the order in which they are shown. */
  items: Array<Completion>;
};

/** One thing that may stand there. */
export type Completion = {
  /** What is shown, and what typed letters are compared with. */
  label: string;
  /** `key`, `value` or `entry`. */
  kind: "key" | "value" | "entry";
  /** What replaces the range; the cursor stands behind it. */
  insertText: string;
  /** One line: what it takes, or what it stands for. */
  detail: string;
  /** A sentence or two. */
  documentation: string;
  /** The mapping is wrong without it. */
  required: boolean;
};

/** What is known about a place. */
export type Hover = {
  /** The text that it is about. */
  range: Range;
  /** The key path, such as `apps[0].syncPolicy`. */
  path: string;
  /** What it does. */
  documentation: string;
  /** What it takes, in words. */
  takes: string;
  /** What the value stands for, such as a tier's numbers. */
  about: string | null;
  /** The mapping is wrong without it. */
  required: boolean;
  /** The value in force; absent where the file has errors, or nothing but the file decides. */
  value?: string;
  /** Where a value may come from, the first that has one decides; empty where nothing but the file does. */
  ladder: Array<Rung>;
  /** What it becomes in the cluster. */
  targets: Array<Target>;
  /** How many more targets there are. */
  more: number;
  /** Codes of what was found here. */
  codes: Array<string>;
};

/** One place that a value may come from. */
export type Rung = {
  /** `written here`, `tier "large"`, `defaults of the platform`, `built in`. */
  source: string;
  /** What it says, if it says anything. */
  value?: string;
  /** Whether it decides. */
  inForce: boolean;
  /** Where that stands; absent where nothing does. */
  origin: Origin | null;
};

/** One object that a text feeds. */
export type Target = {
  /** Index of the object in the compilation of all parts for the first cluster. */
  manifest: number;
  /** Its kind. */
  kind: string;
  /** Its name. */
  name: string;
  /** JSON Pointers of the fields, the first few; empty where the text decides that the object is there at all. */
  paths: Array<string>;
};

/** What a folder that somebody opened holds. */
export type Survey = {
  /** Index of the entry that is the repository's platform.yaml. */
  platform?: number;
  /** Team files, in the order of their paths. */
  teams: Array<FoundFile>;
  /** The platform's templates, in the order in which a platform takes them. */
  templates: Array<FoundFile>;
  /** Indexes of directories whose own entries decide, and of which none is given. */
  look: Array<number>;
  /** Whatever has no business there, or is missed, in order; final once there is nowhere left to look. */
  diagnostics: Array<Diagnostic>;
};

/** A file that is read. */
export type FoundFile = {
  /** Index of the entry. */
  entry: number;
  /** Its path in the repository. */
  path: string;
};

/** A rendered object in a file of its own. */
export type ObjectFile = {
  /** Such as `backend/namespace/Namespace-team-backend.yaml`. */
  path: string;
  /** One document. */
  text: string;
};
