using System.Text;
using GraphRun.Errors;
using GraphRun.Formats.Checkpoints;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Graphs;
using GraphRun.Formats.Models;
using GraphRun.Tensors;

namespace GraphRun.Formats.Protobuf;

/// <summary>
/// The values that the variables of a model have in its checkpoint. Which tensor belongs to which variable say the nodes with which
/// TensorFlow itself restores the model, else the variable's name, else the graph of objects in the checkpoint.
/// </summary>
internal sealed class RestoredVariables(string prefix, IReadOnlyList<NodeDef> nodes, IReadOnlyList<LibraryFunctionDef> library)
{
    private CheckpointFile? checkpoint;
    private Dictionary<string, RestoredTensor>? restored;
    private IReadOnlyDictionary<string, string>? objects;

    /// <summary>The value of a variable; null when the checkpoint has none.</summary>
    /// <exception cref="GraphRunException">The checkpoint is damaged.</exception>
    public Tensor? Read(string variable)
    {
        checkpoint ??= CheckpointFile.Open(prefix);
        restored ??= RestoreTracing.Of(nodes, library);
        if (restored.TryGetValue(variable, out var tensor) && checkpoint.Has(tensor.Key))
        {
            var whole = checkpoint.Read(tensor.Key);
            return tensor.Slice.Length == 0 ? whole : SlicedTensor.Cut(whole, tensor.Slice, $"{prefix}[{Printable.Text(tensor.Key)}]");
        }

        if (checkpoint.Has(variable))
            return checkpoint.Read(variable);
        objects ??= CheckpointObjects.KeysByName(checkpoint);
        return objects.TryGetValue(variable, out var key) && checkpoint.Has(key) ? checkpoint.Read(key) : null;
    }
}
