namespace GraphRun.Formats.Conversion;

/// <summary>The formats in which graphs are written.</summary>
public enum GraphFormat
{
    Yaml,
    Json,

    /// <summary>A GraphDef, encoded by protobuf.</summary>
    Protobuf,

    /// <summary>A GraphDef in protobuf's text format.</summary>
    ProtobufText,
}
