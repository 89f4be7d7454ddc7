using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.NeuralNetwork;

/// <summary>
/// The attr <c>fused_ops</c> (<c>core/kernels/fused_eigen_output_kernels.cc</c>): BiasAdd or FusedBatchNorm, then Add, then an
/// activation, each of which may be missing; what they need follows the op's own inputs in the same order.
/// </summary>
internal sealed class Fusion
{
    private readonly int bias = -1;
    private readonly int norm = -1;
    private readonly int residual = -1;
    private readonly int slope = -1;
    private readonly FusedActivation activation;
    private readonly Tensor? alpha;
    private readonly float epsilon;

    /// <param name="attrs">The attrs of the op.</param>
    /// <param name="first">The first input after the op's own.</param>
    /// <exception cref="Errors.GraphRunException"><c>Fusion is not implemented: [BiasAdd,Selu]</c></exception>
    public Fusion(Attrs attrs, int first)
    {
        var names = attrs.Texts("fused_ops");
        var (next, at) = (first, 0);
        if (Is("BiasAdd"))
            bias = next++;
        else if (Is("FusedBatchNorm"))
            (norm, next) = (next, next + 4);
        if (Is("Add"))
            residual = next++;
        if (Is("LeakyRelu"))
            (activation, alpha) = (FusedActivation.Leaky, Tensor.Scalar(attrs.Float("leakyrelu_alpha")));
        else if (Is("Prelu"))
            (activation, slope) = (FusedActivation.Leaky, next++);
        else if (at < names.Length && Activation(names[at]) is var named and not FusedActivation.None)
            (activation, at) = (named, at + 1);
        epsilon = attrs.Float("epsilon");
        if (at < names.Length)
            throw ShapeContext.Error($"Fusion is not implemented: [{string.Join(',', names)}]");
        if (attrs.Int("num_args") != next - first)
        {
            throw ShapeContext.Error(
                $"[{string.Join(',', names)}] needs {next - first} more inputs, but num_args is {attrs.Int("num_args")}");
        }

        bool Is(string name)
        {
            var found = at < names.Length && names[at] == name;
            at += found ? 1 : 0;
            return found;
        }
    }

    /// <summary>The declarations of the attrs.</summary>
    public static string[] Attrs =>
        ["num_args: int >= 0", "fused_ops: list(string) = []", "epsilon: float = 0.0001", "leakyrelu_alpha: float = 0.2"];

    /// <summary>What the kernel is to do in a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="layout">How the kernel computes.</param>
    /// <param name="output">The output's shape with the channels last.</param>
    /// <exception cref="Errors.GraphRunException">An operand has another size than the output's channels, or the residual another
    /// shape.</exception>
    public Finish Finish(Step step, ComputeLayout layout, Shape output)
    {
        var channels = output[-1];
        var finish = new Finish
        {
            Bias = bias < 0 ? null : Vector(bias, "bias"),
            Residual = residual < 0 ? null : Checked(layout.Load(step.Input(residual)), output),
            Activation = SlopeIsPerChannel(step, channels) ? activation : FusedActivation.None,
            Slope = slope >= 0 ? ComputeLayout.Widen(step.Input(slope)) : alpha is null ? null : As(step.Input(0).DType, alpha),
        };
        if (norm < 0)
            return finish;
        var scale = Normalization.Scale(Vector(norm, "scale"), Vector(norm + 3, "variance"), epsilon);
        return finish with { Bias = Vector(norm + 1, "offset"), Mean = Vector(norm + 2, "mean"), Scale = scale };

        Tensor Vector(int input, string what) => step.Input(input).ElementCount == channels
            ? ComputeLayout.Widen(step.Input(input))
            : throw IntegerTensors.Invalid($"{what} must have {channels} elements, but has shape {step.Input(input).Shape}");
    }

    /// <summary>What no epilogue can do: a Prelu whose slopes differ from pixel to pixel.</summary>
    public void Complete(Step step, ComputeLayout layout, Tensor target)
    {
        if (slope >= 0 && !SlopeIsPerChannel(step, target.Shape[-1]))
            Kernels.Elementwise.BinaryFloating<LeakyReluOperator>(target, ComputeLayout.Widen(step.Input(slope)), target);
    }

    private static FusedActivation Activation(string name) => name switch
    {
        "Relu" => FusedActivation.Relu,
        "Relu6" => FusedActivation.Relu6,
        "Elu" => FusedActivation.Elu,
        "Sigmoid" => FusedActivation.Sigmoid,
        "Tanh" => FusedActivation.Tanh,
        _ => FusedActivation.None,
    };

    private static Tensor Checked(Tensor residual, Shape output) => residual.Shape.Equals(output)
        ? residual
        : throw IntegerTensors.Invalid($"the tensor to add must have the output's shape, {output}, but has {residual.Shape}");

    private static Tensor As(DType dtype, Tensor alpha)
    {
        if (dtype != DType.Float64)
            return alpha;
        var wide = Tensor.Allocate(dtype, Shape.Scalar);
        Kernels.Elementwise.Cast(alpha, wide);
        return wide;
    }

    private bool SlopeIsPerChannel(Step step, long channels)
    {
        if (slope < 0)
            return true;
        var shape = step.Input(slope).Shape;
        return shape.ElementCount == 1 || (shape.ElementCount == channels && shape[-1] == channels);
    }
}
