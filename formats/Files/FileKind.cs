namespace GraphRun.Formats.Files;

/// <summary>What stands at a path.</summary>
internal enum FileKind
{
    Regular,
    Directory,
    SymbolicLink,

    /// <summary>A pipe, socket or device.</summary>
    Other,
}
