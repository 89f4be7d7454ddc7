namespace GraphRun.Formats.Protobuf;

/// <summary>The messages of <c>graph.proto</c>, <c>model.proto</c> and <c>checkpoint.proto</c>, under TensorFlow's names.</summary>
internal static class MessageSchemas
{
    private static readonly MessageSchema attr = new("AttrValue");

    private static readonly MessageSchema shape = new MessageSchema("TensorShapeProto")
        .AddList("dim", 2, new MessageSchema("Dim").Add("size", 1, FieldKind.Int64).Add("name", 2, FieldKind.Text))
        .Add("unknown_rank", 3, FieldKind.Bool);

    private static readonly MessageSchema tensor = new MessageSchema("TensorProto")
    {
        PassedOver = ["resource_handle_val", "variant_val", "float8_val"],
    }
        .Add("dtype", 1, FieldKind.DType)
        .Add("tensor_shape", 2, shape)
        .Add("version_number", 3, FieldKind.Int32)
        .Add("tensor_content", 4, FieldKind.Bytes)
        .AddList("float_val", 5, FieldKind.Float)
        .AddList("double_val", 6, FieldKind.Double)
        .AddList("int_val", 7, FieldKind.Int32)
        .AddList("string_val", 8, FieldKind.Bytes)
        .AddList("scomplex_val", 9, FieldKind.Float)
        .AddList("int64_val", 10, FieldKind.Int64)
        .AddList("bool_val", 11, FieldKind.Bool)
        .AddList("dcomplex_val", 12, FieldKind.Double)
        .AddList("half_val", 13, FieldKind.Int32)
        .AddList("uint32_val", 16, FieldKind.UInt32)
        .AddList("uint64_val", 17, FieldKind.UInt64);

    private static readonly MessageSchema callee = new MessageSchema("NameAttrList").Add("name", 1, FieldKind.Text).AddMap("attr", 2, attr);

    private static readonly MessageSchema versions = new MessageSchema("VersionDef") { IsOpen = true }
        .Add("producer", 1, FieldKind.Int32)
        .Add("min_consumer", 2, FieldKind.Int32)
        .AddList("bad_consumers", 3, FieldKind.Int32);

    /// <summary>A node of a graph or of a function.</summary>
    public static MessageSchema Node { get; } = new MessageSchema("NodeDef")
        .Add("name", 1, FieldKind.Text)
        .Add("op", 2, FieldKind.Text)
        .AddList("input", 3, FieldKind.Text)
        .Add("device", 4, FieldKind.Text)
        .AddMap("attr", 5, attr);

    private static readonly MessageSchema signature = new MessageSchema("OpDef") { IsOpen = true }
        .Add("name", 1, FieldKind.Text)
        .AddList("input_arg", 2, Arg())
        .AddList("output_arg", 3, Arg())
        .Add("description", 6, FieldKind.Text)
        .Add("is_stateful", 17, FieldKind.Bool)
        .AddList("control_output", 20, FieldKind.Text);

    private static readonly MessageSchema function = new MessageSchema("FunctionDef") { IsOpen = true }
        .Add("signature", 1, signature)
        .AddList("node_def", 3, Node)
        .AddTexts("ret", 4)
        .AddMap("attr", 5, attr)
        .AddTexts("control_ret", 6);

    public static MessageSchema Function => function;

    public static MessageSchema Graph { get; } = new MessageSchema("GraphDef") { PassedOver = ["debug_info"] }
        .AddList("node", 1, Node)
        .Add("library", 2, new MessageSchema("FunctionDefLibrary") { IsOpen = true }.AddList("function", 1, function))
        .Add("version", 3, FieldKind.Int32)
        .Add("versions", 4, versions);

    private static readonly MessageSchema interfaceTensor = new MessageSchema("TensorInfo") { IsOpen = true }
        .Add("name", 1, FieldKind.Text)
        .Add("dtype", 2, FieldKind.DType)
        .Add("tensor_shape", 3, shape)
        .Add("coo_sparse", 4, FieldKind.Bytes)
        .Add("composite_tensor", 5, FieldKind.Bytes);

    public static MessageSchema MetaGraph { get; } = new MessageSchema("MetaGraphDef") { IsOpen = true }
        .Add("meta_info_def", 1, new MessageSchema("MetaInfoDef") { IsOpen = true }
            .Add("meta_graph_version", 1, FieldKind.Text)
            .AddList("tags", 4, FieldKind.Text)
            .Add("tensorflow_version", 5, FieldKind.Text))
        .Add("graph_def", 2, Graph)
        .Add("saver_def", 3, new MessageSchema("SaverDef") { IsOpen = true }
            .Add("filename_tensor_name", 1, FieldKind.Text)
            .Add("save_tensor_name", 2, FieldKind.Text)
            .Add("restore_op_name", 3, FieldKind.Text))
        .AddMap("collection_def", 4, new MessageSchema("CollectionDef") { IsOpen = true }
            .Add("node_list", 1, new MessageSchema("NodeList").AddList("value", 1, FieldKind.Text))
            .Add("bytes_list", 2, new MessageSchema("BytesList").AddList("value", 1, FieldKind.Bytes)))
        .AddMap("signature_def", 5, new MessageSchema("SignatureDef") { IsOpen = true }
            .AddMap("inputs", 1, interfaceTensor)
            .AddMap("outputs", 2, interfaceTensor)
            .Add("method_name", 3, FieldKind.Text))
        .AddList("asset_file_def", 6, new MessageSchema("AssetFileDef") { IsOpen = true }
            .Add("tensor_info", 1, interfaceTensor)
            .Add("filename", 2, FieldKind.Text));

    public static MessageSchema SavedModel { get; } = new MessageSchema("SavedModel") { IsOpen = true }
        .Add("saved_model_schema_version", 1, FieldKind.Int64)
        .AddList("meta_graphs", 2, MetaGraph);

    public static MessageSchema BundleHeader { get; } = new MessageSchema("BundleHeaderProto")
        .Add("num_shards", 1, FieldKind.Int32)
        .Add("endianness", 2, FieldKind.Int32)
        .Add("version", 3, versions);

    public static MessageSchema BundleEntry { get; } = new MessageSchema("BundleEntryProto")
        .Add("dtype", 1, FieldKind.DType)
        .Add("shape", 2, shape)
        .Add("shard_id", 3, FieldKind.Int32)
        .Add("offset", 4, FieldKind.Int64)
        .Add("size", 5, FieldKind.Int64)
        .Add("crc32c", 6, FieldKind.Fixed32)
        .AddList("slices", 7, new MessageSchema("TensorSliceProto")
            .AddList("extent", 1, new MessageSchema("Extent").Add("start", 1, FieldKind.Int64).Add("length", 2, FieldKind.Int64)));

    public static MessageSchema ObjectGraph { get; } = new MessageSchema("TrackableObjectGraph") { IsOpen = true }
        .AddList("nodes", 1, new MessageSchema("TrackableObject") { IsOpen = true }
            .AddList("attributes", 2, new MessageSchema("SerializedTensor") { IsOpen = true }
                .Add("name", 1, FieldKind.Text)
                .Add("full_name", 2, FieldKind.Text)
                .Add("checkpoint_key", 3, FieldKind.Text)));

    /// <summary>The text file <c>checkpoint</c>, of which only the first field is read.</summary>
    public static MessageSchema CheckpointState { get; } = new MessageSchema("CheckpointState") { IsOpen = true }
        .Add("model_checkpoint_path", 1, FieldKind.Text);

    static MessageSchemas()
    {
        attr
            .Add("list", 1, new MessageSchema("ListValue")
                .AddList("s", 2, FieldKind.Bytes)
                .AddList("i", 3, FieldKind.Int64)
                .AddList("f", 4, FieldKind.Float)
                .AddList("b", 5, FieldKind.Bool)
                .AddList("type", 6, FieldKind.DType)
                .AddList("shape", 7, shape)
                .AddList("tensor", 8, tensor)
                .AddList("func", 9, callee))
            .Add("s", 2, FieldKind.Bytes)
            .Add("i", 3, FieldKind.Int64)
            .Add("f", 4, FieldKind.Float)
            .Add("b", 5, FieldKind.Bool)
            .Add("type", 6, FieldKind.DType)
            .Add("shape", 7, shape)
            .Add("tensor", 8, tensor)
            .Add("placeholder", 9, FieldKind.Text)
            .Add("func", 10, callee);
    }

    private static MessageSchema Arg() => new MessageSchema("ArgDef") { IsOpen = true }
        .Add("name", 1, FieldKind.Text)
        .Add("description", 2, FieldKind.Text)
        .Add("type", 3, FieldKind.DType)
        .Add("type_attr", 4, FieldKind.Text)
        .Add("number_attr", 5, FieldKind.Text)
        .Add("type_list_attr", 6, FieldKind.Text)
        .Add("is_ref", 16, FieldKind.Bool);
}
