namespace GraphRun.Errors;

/// <summary>
/// Every diagnostic the program can give. The thousands tell the kind: 1 usage, 2 syntax and structure, 3 dtypes and shapes,
/// 4 run time, 5 sessions, 6 limits, 7 host input and output, 9 a bug in GraphRun. Printed as <c>GR</c> and four digits.
/// </summary>
public enum ErrorCode
{
    /// <summary>An option, command or argument that the command line does not know.</summary>
    Usage = 1001,

    /// <summary>A feed that is not spelt <c>NAME=VALUE</c>, or whose value cannot be read.</summary>
    InvalidFeed = 1002,

    /// <summary>A feed, fetch or target names something the graph does not have.</summary>
    UnknownName = 1003,

    /// <summary>One output is fed twice.</summary>
    FedTwice = 1004,

    /// <summary>A placeholder that the run needs is not fed.</summary>
    MissingFeed = 1005,

    /// <summary>A fed value does not fit the dtype or shape of the output that it replaces.</summary>
    FeedMismatch = 1006,

    /// <summary>A run was asked for nothing.</summary>
    NothingRequested = 1007,

    /// <summary>A value cannot be written in the format asked for.</summary>
    UnprintableValue = 1008,

    /// <summary>The text is not well-formed YAML, JSON or an expression.</summary>
    Syntax = 2001,

    /// <summary>A key that the format does not have.</summary>
    UnknownKey = 2002,

    /// <summary>One name or key stands twice.</summary>
    Duplicate = 2003,

    /// <summary>A reference to a node, output, function or anchor that does not exist.</summary>
    UnknownReference = 2004,

    /// <summary>An op type that the catalogue does not have.</summary>
    UnknownOp = 2005,

    /// <summary>An attr that the op does not have, or whose value it does not allow.</summary>
    InvalidAttr = 2006,

    /// <summary>Nodes that wait for each other.</summary>
    Cycle = 2007,

    /// <summary>Text that is not UTF-8.</summary>
    Encoding = 2008,

    /// <summary>A value of the wrong kind for the place where it stands.</summary>
    InvalidValue = 2009,

    /// <summary>A file without a graph.</summary>
    NoGraph = 2010,

    /// <summary>A name with characters that names cannot have.</summary>
    InvalidName = 2011,

    /// <summary>Something that exists in TensorFlow or in the design but that this version does not do.</summary>
    Unsupported = 2012,

    /// <summary>A tensor file (npy, npz, csv, ...) that is damaged or not what it says.</summary>
    InvalidTensorFile = 2013,

    /// <summary>A file that a graph names outside its own folder, or through a link.</summary>
    ForbiddenPath = 2014,

    /// <summary>A call with too few or too many arguments.</summary>
    InvalidArguments = 2015,

    /// <summary>Two accesses to one variable that only the order of declaration orders: a warning.</summary>
    UnorderedAccess = 2016,

    /// <summary>A gradient that is asked for does not exist: an op on the way has none, or there is no way.</summary>
    NoGradient = 2017,

    /// <summary>A model or checkpoint (protobuf) that is damaged or not what it says.</summary>
    InvalidModel = 2018,

    /// <summary>Dtypes that do not go together.</summary>
    DTypeMismatch = 3001,

    /// <summary>Shapes that do not go together.</summary>
    ShapeMismatch = 3002,

    /// <summary>A shape that no tensor can have.</summary>
    InvalidShape = 3003,

    /// <summary>A gradient differs from the central differences.</summary>
    WrongGradient = 3004,

    /// <summary>A variable was read before it had a value.</summary>
    Uninitialized = 4001,

    /// <summary>An op refused the values it was given.</summary>
    InvalidArgument = 4002,

    /// <summary>An Assert was false.</summary>
    AssertionFailed = 4003,

    /// <summary>A NaN or infinity where only finite numbers are allowed.</summary>
    NotFinite = 4004,

    /// <summary>The run was interrupted.</summary>
    Cancelled = 4005,

    /// <summary>The run took longer than it was allowed to.</summary>
    Timeout = 4006,

    /// <summary>The store is not a GraphRun store, or is damaged.</summary>
    InvalidStore = 5001,

    /// <summary>A stored value does not match its checksum.</summary>
    ChecksumMismatch = 5002,

    /// <summary>The store was written by a newer version.</summary>
    NewerStore = 5003,

    /// <summary>A session or checkpoint that the store does not have.</summary>
    UnknownSession = 5004,

    /// <summary>Variables of the session do not fit the graph.</summary>
    GraphChanged = 5005,

    /// <summary>Another process holds the store.</summary>
    SessionBusy = 5006,

    /// <summary>A session of that name exists already.</summary>
    SessionExists = 5007,

    /// <summary>Nesting, size or count above a limit.</summary>
    LimitExceeded = 6001,

    /// <summary>A tensor too large for the memory allowed.</summary>
    MemoryExceeded = 6002,

    /// <summary>A file that cannot be opened or read.</summary>
    FileNotReadable = 7001,

    /// <summary>A file that cannot be written.</summary>
    FileNotWritable = 7002,

    /// <summary>A bug in GraphRun.</summary>
    Internal = 9001,
}
