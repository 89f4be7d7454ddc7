namespace GraphRun.Formats.Documents;

/// <summary>How a scalar was written; a plain one may be a number, the others are always strings.</summary>
public enum ScalarStyle : byte
{
    /// <summary>Without quotes; in JSON: numbers, <c>true</c>, <c>false</c>, <c>null</c>.</summary>
    Plain,

    /// <summary>In single quotes (YAML).</summary>
    SingleQuoted,

    /// <summary>In double quotes; every JSON string.</summary>
    DoubleQuoted,

    /// <summary>A YAML block, literal (<c>|</c>) or folded (<c>&gt;</c>).</summary>
    Block,
}
