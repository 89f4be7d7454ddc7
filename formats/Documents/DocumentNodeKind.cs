namespace GraphRun.Formats.Documents;

/// <summary>What a node of a document is: YAML's three kinds; JSON's objects are mappings and its arrays sequences.</summary>
public enum DocumentNodeKind : byte
{
    Scalar,
    Sequence,
    Mapping,
}
