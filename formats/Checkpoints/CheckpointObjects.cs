using GraphRun.Formats.Protobuf;
using GraphRun.Tensors;

namespace GraphRun.Formats.Checkpoints;

/// <summary>
/// The graph of objects that TensorFlow 2 keeps in a checkpoint, which tells the names that variables have outside of it.
/// </summary>
public static class CheckpointObjects
{
    private const string Key = "_CHECKPOINTABLE_OBJECT_GRAPH";
    private const string ValueSuffix = "/.ATTRIBUTES/VARIABLE_VALUE";

    /// <summary>The keys of variables by their names; nothing for a checkpoint of TensorFlow 1.</summary>
    /// <exception cref="Errors.GraphRunException">The graph of objects is damaged.</exception>
    public static IReadOnlyDictionary<string, string> KeysByName(CheckpointFile checkpoint)
    {
        var keys = new Dictionary<string, string>();
        foreach (var attribute in Attributes(checkpoint))
        {
            if (attribute.FullName.Length > 0)
                keys.TryAdd(attribute.FullName, attribute.CheckpointKey);
        }

        return keys;
    }

    /// <summary>
    /// The tensors of a checkpoint under the names that their variables have: those of TensorFlow 1 as they are; those of TensorFlow 2 by
    /// the names of their variables, or else by their place among the objects.
    /// </summary>
    /// <returns>Names, and the keys to read them by.</returns>
    /// <exception cref="Errors.GraphRunException">The graph of objects is damaged.</exception>
    public static IReadOnlyList<(string Name, string Key)> Variables(CheckpointFile checkpoint)
    {
        var names = new Dictionary<string, string>();
        foreach (var (name, key) in KeysByName(checkpoint))
            names.TryAdd(key, name);
        return
        [
            .. checkpoint.Names.Where(key => key != Key && !key.EndsWith("OBJECT_CONFIG_JSON", StringComparison.Ordinal))
                .Select(key => (names.GetValueOrDefault(key) ?? Place(key), key)),
        ];
    }

    private static string Place(string key) => key.EndsWith(ValueSuffix, StringComparison.Ordinal) ? key[..^ValueSuffix.Length] : key;

    private static IEnumerable<ObjectGraphMessage.Types.Attribute> Attributes(CheckpointFile checkpoint)
    {
        if (!checkpoint.Has(Key) || checkpoint.Read(Key) is not { DType: DType.String, ElementCount: 1 } tensor)
            return [];
        var bytes = tensor.Value<byte[]>();
        MessageCheck.Check(bytes, MessageSchemas.ObjectGraph, Key);
        return MessageFile.Decode<ObjectGraphMessage>(bytes, ObjectGraphMessage.Parser, Key, "the graph of objects").Nodes
            .SelectMany(node => node.Attributes);
    }
}
