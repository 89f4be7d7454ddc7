using GraphRun.Tensors;

namespace GraphRun.Formats.Stores;

/// <summary>A variable that a checkpoint changed.</summary>
/// <param name="Before">Its value before; null when it had none, or when that state was not kept.</param>
/// <param name="After">Its value from then on; null when it was dropped.</param>
/// <param name="IsBeforeKept">False when nothing is known of the state before.</param>
public readonly record struct StateChange(string Name, Tensor? Before, Tensor? After, bool IsBeforeKept);

/// <summary>What a checkpoint changed, with the values of before and after.</summary>
public static class StateChanges
{
    /// <summary>The variables that changed against the checkpoint that came before, one at a time, in the order of their names.</summary>
    public static IEnumerable<StateChange> Of(StoredSession session, Checkpoint checkpoint)
    {
        var before = session.Before(checkpoint);
        var after = session.At(checkpoint.Number);
        foreach (var name in checkpoint.ChangedVariables)
            yield return new StateChange(name, before?.Read(name), after.Read(name), before is not null || checkpoint.Number == 1);
    }
}
