using GraphRun.Tensors;

namespace GraphRun.Execution;

/// <summary>
/// A function as one node calls it: planned at the first call, so that a branch which is never taken costs nothing, and then run any
/// number of times.
/// </summary>
public sealed class FunctionCall
{
    private readonly Func<Plan> prepare;
    private Plan? plan;

    internal FunctionCall(Func<Plan> prepare) => this.prepare = prepare;

    /// <summary>
    /// Whether the storage of a result is used again by the call after the next one; for functions whose results are their next arguments.
    /// </summary>
    internal bool ReusesResult(int index) => plan is not null && plan.ReusesResult[index];

    /// <summary>Calls the function. <paramref name="results"/> may be the same memory as <paramref name="arguments"/>.</summary>
    public void Run(ReadOnlySpan<Tensor> arguments, Span<Tensor> results)
    {
        plan ??= prepare();
        plan.Call(arguments, results);
    }

    /// <summary>Calls the function on the step's inputs from <paramref name="firstInput"/> on; its results are the step's outputs.</summary>
    public void Run(Step step, int firstInput)
    {
        var arguments = new Tensor[step.InputCount - firstInput];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = step.Input(firstInput + i);
        var results = new Tensor[step.OutputCount];
        Run(arguments, results);
        for (var i = 0; i < results.Length; i++)
            step.Forward(i, results[i]);
    }
}
