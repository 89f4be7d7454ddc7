using System.Numerics;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// Fourier transforms along the last dims of a tensor (<c>core/kernels/fft_ops.cc</c>). complex64 and float32 are computed in float64 and
/// rounded once. Lines are independent, so threads change no bit.
/// </summary>
internal sealed unsafe class FourierTransform
{
    private readonly FourierPlan[] plans;

    /// <param name="lengths">The lengths along the last dims; none is 0.</param>
    public FourierTransform(ReadOnlySpan<long> lengths)
    {
        plans = new FourierPlan[lengths.Length];
        for (var i = 0; i < plans.Length; i++)
            plans[i] = new FourierPlan(checked((int)lengths[i]));
    }

    /// <summary>Whether the plans are made for these lengths.</summary>
    public bool IsFor(ReadOnlySpan<long> lengths)
    {
        for (var i = 0; i < plans.Length; i++)
        {
            if (plans[i].Length != lengths[i])
                return false;
        }

        return true;
    }

    /// <summary>Transforms every block of the lengths in a complex128 tensor, in place.</summary>
    public void Run(Tensor values, bool isInverse)
    {
        RunLast(values, isInverse);
        RunOuter(values, isInverse, plans[^1].Length);
    }

    /// <summary>Transforms along the last dim alone.</summary>
    public void RunLast(Tensor values, bool isInverse) => Run(values, plans[^1], 1, isInverse);

    /// <summary>Transforms along all dims but the last, which has <paramref name="inner"/> elements.</summary>
    public void RunOuter(Tensor values, bool isInverse, long inner)
    {
        for (var axis = plans.Length - 2; axis >= 0; axis--)
        {
            Run(values, plans[axis], inner, isInverse);
            inner *= plans[axis].Length;
        }
    }

    private static void Run(Tensor values, FourierPlan plan, long stride, bool isInverse)
    {
        fixed (Complex* elements = values.Writable<Complex>())
        {
            var grain = Math.Max(1, (1 << 13) / plan.Length);
            Workers.For(values.ElementCount / plan.Length, grain, new Lines(elements, plan, stride, isInverse));
        }
    }

    /// <summary>Lines whose elements stand <c>stride</c> apart: gathered, transformed, put back.</summary>
    private readonly struct Lines(Complex* elements, FourierPlan plan, long stride, bool isInverse) : IRangeBody
    {
        private readonly Complex* elements = elements;

        public void Run(long start, long end)
        {
            using var scratch = new Scratch<Complex>(plan.Length + plan.ScratchLength);
            for (var number = start; number < end; number++)
            {
                var first = elements + ((number / stride * stride * plan.Length) + (number % stride));
                if (stride == 1)
                {
                    plan.Run(first, scratch.Pointer, isInverse);
                    continue;
                }

                for (var i = 0; i < plan.Length; i++)
                    scratch.Pointer[i] = first[i * stride];
                plan.Run(scratch.Pointer, scratch.Pointer + plan.Length, isInverse);
                for (var i = 0; i < plan.Length; i++)
                    first[i * stride] = scratch.Pointer[i];
            }
        }
    }
}
