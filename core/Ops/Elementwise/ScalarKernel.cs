using System.Numerics;
using System.Runtime.CompilerServices;
using GraphRun.Execution;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Elementwise;

/// <summary>
/// Kernels of a binary op for nodes whose operands are scalars: the operator at hand, no broadcasting to think of. What turns out to
/// have dims after all goes through the op's general kernel. The same operator computes both, so the bits are the same.
/// </summary>
/// <param name="general">The op's general kernel.</param>
internal sealed class ScalarKernel<TOperator>(KernelFactory general)
    where TOperator : struct, IBinaryOperator
{
    // One for all nodes of a dtype: what a step touches should be in the cache.
    private Kernel? single;
    private Kernel? wide;
    private Kernel? integer;
    private Kernel? wideInteger;

    /// <summary>The kernel of a node whose operands have rank 0; null for any other node, or a dtype without one.</summary>
    internal Kernel? Of(KernelBuilder builder)
    {
        if (builder.Node.Inputs[0].Shape.Rank != 0 || builder.Node.Inputs[1].Shape.Rank != 0)
            return null;
        return builder.InputDType(0) switch
        {
            DType.Float32 => single ??= Make<float>(general(builder)),
            DType.Float64 => wide ??= Make<double>(general(builder)),
            DType.Int32 => integer ??= Make<int>(general(builder)),
            DType.Int64 => wideInteger ??= Make<long>(general(builder)),
            _ => null,
        };
    }

    private static Kernel Make<T>(Kernel general)
        where T : unmanaged, INumber<T> => step => Run<T>(step, general);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<T>(Step step, Kernel general)
        where T : unmanaged, INumber<T>
    {
        var (x, y) = (step.Input(0), step.Input(1));
        if (x.Rank != 0 || y.Rank != 0 || step.AllocatePlannedScalar() is not { } z)
            general(step);
        else
            z.First<T>() = TOperator.Invoke(new Vector<T>(x.First<T>()), new Vector<T>(y.First<T>()))[0];
    }
}
