namespace GraphRun.Formats.Protobuf;

/// <summary>What a field of a message holds.</summary>
internal enum FieldKind
{
    Int32,
    Int64,
    UInt32,
    UInt64,
    Fixed32,
    Bool,
    Float,
    Double,
    Bytes,
    Text,
    DType,
    Message,
}

/// <summary>A field of a message.</summary>
/// <param name="Number">Its number in the encoding.</param>
/// <param name="Message">The messages that it holds; null for other values.</param>
internal sealed record FieldSchema(string Name, int Number, FieldKind Kind, bool IsRepeated = false, MessageSchema? Message = null)
{
    /// <summary>Several values may stand in one run of bytes.</summary>
    public bool CanBePacked => IsRepeated && Kind is not (FieldKind.Bytes or FieldKind.Text or FieldKind.Message);

    /// <summary>How one value is encoded.</summary>
    public WireType WireType => Kind switch
    {
        FieldKind.Float or FieldKind.Fixed32 => WireType.Fixed32,
        FieldKind.Double => WireType.Fixed64,
        FieldKind.Bytes or FieldKind.Text or FieldKind.Message => WireType.Bytes,
        _ => WireType.Varint,
    };
}
