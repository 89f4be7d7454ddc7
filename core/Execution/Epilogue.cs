using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Execution;

/// <summary>
/// Elementwise nodes that finish a kernel's result while it is in the cache: a bias, an activation, a sum with another tensor. The kernel
/// calls <see cref="Begin"/> once it has allocated its result, and then what it got for every rectangle that is done.
/// </summary>
public sealed class Epilogue
{
    private readonly ElementwiseChain chain;
    private readonly int firstInput;
    private readonly FinishRectangle finish;
    private bool hasBegun;

    /// <param name="chain">The nodes; its host is the kernel's result.</param>
    /// <param name="firstInput">The input of the step at which those of the chain begin.</param>
    internal Epilogue(ElementwiseChain chain, int firstInput)
    {
        (this.chain, this.firstInput) = (chain, firstInput);
        finish = chain.RunRectangle;
    }

    /// <summary>What to call for each finished rectangle of the result, seen as a matrix whose columns are its last dim; null to call nothing.</summary>
    internal FinishRectangle? Begin(Step step, Tensor result) => (hasBegun = chain.Begin(step, firstInput, result)) ? finish : null;

    /// <summary>The kernel of the whole: the host's, and the nodes behind it where it could not finish them.</summary>
    internal Ops.Kernel Around(Ops.Kernel kernel) => step =>
    {
        hasBegun = false;
        kernel(step);
        if (!hasBegun)
        {
            chain.Begin(step, firstInput, step.Output(0));
            step.Forward(0, chain.RunWhole());
        }
    };
}
