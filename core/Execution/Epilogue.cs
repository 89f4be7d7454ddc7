using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Execution;

/// <summary>
/// Elementwise nodes that finish a kernel's result while it is in the cache: a bias, an activation, a sum with another tensor. A bias, a
/// residual and an activation, in this order, become parts of the kernel's own <see cref="Kernels.Finish"/>; other nodes go over each
/// finished rectangle, block by block.
/// </summary>
public sealed class Epilogue
{
    private readonly ElementwiseChain chain;
    private readonly int firstInput;
    private readonly FinishRectangle rest;

    // The inputs that are added, in order, and what follows; null when the nodes are not sums followed by an activation.
    private readonly int[]? addends;
    private readonly FusedActivation activation;

    // The input that holds the activation's slopes; -1 when it has none.
    private readonly int slope;
    private bool hasBegun;

    /// <param name="chain">The nodes; its host is the kernel's result.</param>
    /// <param name="firstInput">The input of the step at which those of the chain begin.</param>
    internal Epilogue(ElementwiseChain chain, int firstInput)
    {
        (this.chain, this.firstInput) = (chain, firstInput);
        rest = chain.RunRectangle;
        addends = Addends(chain, out activation, out slope);
    }

    /// <summary>What the kernel, once it has allocated its result, is to do with it.</summary>
    /// <param name="step">The step at work.</param>
    /// <param name="result">The result; its last dim are the columns of rectangles.</param>
    /// <param name="own">What the kernel does with its result anyway.</param>
    internal Finish Finish(Step step, Tensor result, Finish own)
    {
        hasBegun = chain.Begin(step, firstInput, result);
        if (!hasBegun)
            return own;
        return addends is not null && own.Residual is null && own.Activation == FusedActivation.None && Extended(own) is { } finish
            ? finish
            : own with { Rest = rest };
    }

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

    private static int[]? Addends(ElementwiseChain chain, out FusedActivation activation, out int slope)
    {
        var (current, added) = (chain.Host, new List<int>());
        (activation, slope) = (FusedActivation.None, -1);
        for (var i = 0; i < chain.Members.Length; i++)
        {
            var (form, operands) = (chain.Forms[i], chain.Operands[i]);
            var isOutside = Array.TrueForAll(operands, operand => operand == current || operand < chain.InputCount);
            if (activation != FusedActivation.None || !isOutside || !operands.Contains(current))
                return null;
            if (form.IsSum && operands.Length == 2 && operands[0] != operands[1])
                added.Add(operands[0] == current ? operands[1] : operands[0]);
            else if (form.Activation == FusedActivation.Leaky && operands[0] == current && operands[1] != current)
                (activation, slope) = (form.Activation, operands[1]);
            else if (form.Activation is not (FusedActivation.None or FusedActivation.Leaky))
                activation = form.Activation;
            else
                return null;
            current = chain.InputCount + i;
        }

        return added.Count <= 2 ? [.. added] : null;
    }

    /// <summary>The finish with the addends as bias and residual; null when they have other places.</summary>
    private Finish? Extended(Finish own)
    {
        var finish = own with { Activation = activation, Slope = slope < 0 ? null : chain.Inputs[slope] };
        if (slope >= 0 && chain.Layout.Places[slope] is not (OperandPlace.Row or OperandPlace.Single))
            return null;
        foreach (var input in addends!)
        {
            var place = chain.Layout.Places[input];
            if (place == OperandPlace.Row && finish.Bias is null && finish.Residual is null)
                finish = finish with { Bias = chain.Inputs[input] };
            else if (place == OperandPlace.Everywhere && finish.Residual is null)
                finish = finish with { Residual = chain.Inputs[input] };
            else
                return null;
        }

        return finish;
    }
}
