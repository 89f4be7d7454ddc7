using GraphRun.Errors;
using GraphRun.Formats.Documents;

namespace GraphRun.Formats.TensorFlowJs;

/// <summary>Tells the layers models of Keras, which TensorFlow.js also keeps in a <c>model.json</c>, from graph models.</summary>
internal static class KerasModel
{
    /// <summary>The configuration of the layers, <c>{"class_name": "Sequential", "config": ...}</c>; no node in anything else.</summary>
    public static DocumentNode Find(DocumentNode topology)
    {
        if (topology.Kind != DocumentNodeKind.Mapping || topology["node"].Exists)
            return default;
        var model = topology["model_config"] is { Exists: true, Kind: DocumentNodeKind.Mapping } inner ? inner : topology;
        return model["class_name"].Exists ? model : default;
    }

    /// <summary>The error that says what the file is.</summary>
    public static GraphRunException Refuse(DocumentNode model, DocumentNode topology)
    {
        var kind = model["class_name"] is { Kind: DocumentNodeKind.Scalar } name ? Printable.Text(name.Text) : "unnamed";
        var layers = model["config"] is { Exists: true, Kind: DocumentNodeKind.Mapping } config ? config["layers"] : model["config"];
        var count = layers is { Exists: true, Kind: DocumentNodeKind.Sequence } ? layers.Count : 0;
        var version = topology["keras_version"] is { Exists: true, Kind: DocumentNodeKind.Scalar } text
            ? $" {Printable.Text(text.Text)}" : "";
        return new GraphRunException(
            ErrorCode.Unsupported,
            $"this is a layers model of Keras{version} ({kind}, {count} {(count == 1 ? "layer" : "layers")}), not a graph of ops: "
            + "it cannot run as it is",
            model["class_name"].Span,
            help: "convert it: tensorflowjs_converter --input_format tfjs_layers_model --output_format tfjs_graph_model model.json graph/");
    }
}
