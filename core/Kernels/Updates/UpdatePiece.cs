using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>A stretch of a variable, its slots and its gradient; what is left of whole vectors is padded into one.</summary>
internal readonly struct UpdatePiece<T, TRule>(Tensor[] current, Tensor gradient, Tensor[] next, UpdateFactors<T> factors) : IRangeBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TRule : struct, IUpdateRule
{
    public void Run(long start, long end) => Run((int)start, (int)start, (int)(end - start));

    /// <param name="start">Where the stretch begins in the variable and its slots.</param>
    /// <param name="gradientStart">Where it begins in the gradient.</param>
    public void Run(int start, int gradientStart, int length)
    {
        var whole = length - length % Vector<T>.Count;
        Loop(start, gradientStart, whole);
        if (whole < length)
            Rest(start + whole, gradientStart + whole, length - whole);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Loop(int start, int gradientStart, int length)
    {
        ref var change = ref MemoryMarshal.GetReference(gradient.Values<T>()[gradientStart..]);
        ref var variable = ref First(current, 0, start);
        ref var first = ref First(current, 1, start);
        ref var second = ref First(current, 2, start);
        ref var third = ref First(current, 3, start);
        ref var nextVariable = ref First(next, 0, start);
        ref var nextFirst = ref First(next, 1, start);
        ref var nextSecond = ref First(next, 2, start);
        ref var nextThird = ref First(next, 3, start);
        var values = default(UpdateLanes<T>);
        for (nuint i = 0; i < (nuint)length; i += (nuint)Vector<T>.Count)
        {
            values.Variable = Vector.LoadUnsafe(ref variable, i);
            if (TRule.Count > 1)
                values.First = Vector.LoadUnsafe(ref first, i);
            if (TRule.Count > 2)
                values.Second = Vector.LoadUnsafe(ref second, i);
            if (TRule.Count > 3)
                values.Third = Vector.LoadUnsafe(ref third, i);
            TRule.Invoke(in factors, ref values, Vector.LoadUnsafe(ref change, i));
            values.Variable.StoreUnsafe(ref nextVariable, i);
            if (TRule.Count > 1)
                values.First.StoreUnsafe(ref nextFirst, i);
            if (TRule.Count > 2)
                values.Second.StoreUnsafe(ref nextSecond, i);
            if (TRule.Count > 3)
                values.Third.StoreUnsafe(ref nextThird, i);
        }
    }

    private void Rest(int start, int gradientStart, int length)
    {
        var values = new UpdateLanes<T> { Variable = Pad(0, start, length) };
        if (TRule.Count > 1)
            values.First = Pad(1, start, length);
        if (TRule.Count > 2)
            values.Second = Pad(2, start, length);
        if (TRule.Count > 3)
            values.Third = Pad(3, start, length);
        TRule.Invoke(in factors, ref values, Lanes.Pad(gradient.Values<T>().Slice(gradientStart, length)));
        Unpad(values.Variable, 0, start, length);
        if (TRule.Count > 1)
            Unpad(values.First, 1, start, length);
        if (TRule.Count > 2)
            Unpad(values.Second, 2, start, length);
        if (TRule.Count > 3)
            Unpad(values.Third, 3, start, length);
    }

    private Vector<T> Pad(int slot, int start, int length) => Lanes.Pad(current[slot].Values<T>().Slice(start, length));

    private void Unpad(Vector<T> values, int slot, int start, int length) =>
        Lanes.Unpad(values, next[slot].Writable<T>().Slice(start, length));

    private static ref T First(Tensor[] tensors, int slot, int start) =>
        ref MemoryMarshal.GetReference(tensors[slot < TRule.Count ? slot : 0].Writable<T>()[start..]);
}
