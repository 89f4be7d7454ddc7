using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>The loops of <see cref="IRowFold{T}"/>: several vectors of lanes at once, so that none waits for another.</summary>
internal static unsafe class RowSteps<T, TReduction, TMap>
    where T : unmanaged
    where TReduction : struct, IReduction<T>
    where TMap : struct, IReductionMap<T>
{
    /// <summary>The last vector of a row, with the identity behind the row's end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Last(T* source, in RowLayout<T> layout, Vector<T> identity) =>
        Vector.ConditionalSelect(layout.LastLanes, TMap.Map(layout.LoadLast(source)), identity);

    /// <summary>
    /// Prepares the elements behind the last whole step as one more step. Whole vectors are stored, which are read at once.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Pad(T* row, in RowLayout<T> layout, Vector<T> identity)
    {
        var left = layout.Left;
        if (left == 0)
            return;
        var source = row + (layout.Length - left);
        var i = 0;
        for (; i < left - Vector<T>.Count; i += Vector<T>.Count)
            Vector.Store(TMap.Map(Vector.Load(source + i)), layout.Rest + i);
        Vector.Store(Last(source + i, layout, identity), layout.Rest + i);
    }

    /// <summary>Four vectors of lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Four(T* x, int stride, in RowLayout<T> layout, Vector<T> identity)
    {
        Pad(x, layout, identity);
        var (one, two, three) = (Vector<T>.Count, 2 * Vector<T>.Count, 3 * Vector<T>.Count);
        var (a, b, c, d) = (identity, identity, identity, identity);
        for (var steps = layout.Steps; steps > 0; steps--, x += stride)
        {
            (a, b) = (Add(a, x), Add(b, x + one));
            (c, d) = (Add(c, x + two), Add(d, x + three));
        }

        if (layout.Left > 0)
        {
            x = layout.Rest;
            (a, b) = (AddMapped(a, x), AddMapped(b, x + one));
            (c, d) = (AddMapped(c, x + two), AddMapped(d, x + three));
        }

        return TReduction.Combine(TReduction.Combine(a, c), TReduction.Combine(b, d));
    }

    /// <summary>Eight of the vectors of lanes, of which the first begins at <paramref name="lane"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Eight(T* x, int spacing, in RowLayout<T> layout, Vector<T> identity, int lane)
    {
        var (two, four, six, stride) = (2 * spacing, 4 * spacing, 6 * spacing, 8 * spacing);
        var (a, b, c, d) = (identity, identity, identity, identity);
        var (e, f, g, h) = (identity, identity, identity, identity);
        x += lane;
        for (var steps = layout.Steps; steps > 0; steps--, x += stride)
        {
            (a, b) = (Add(a, x), Add(b, x + spacing));
            (c, d) = (Add(c, x + two), Add(d, x + two + spacing));
            (e, f) = (Add(e, x + four), Add(f, x + four + spacing));
            (g, h) = (Add(g, x + six), Add(h, x + six + spacing));
        }

        if (layout.Left > 0)
        {
            x = layout.Rest + lane;
            (a, b) = (AddMapped(a, x), AddMapped(b, x + spacing));
            (c, d) = (AddMapped(c, x + two), AddMapped(d, x + two + spacing));
            (e, f) = (AddMapped(e, x + four), AddMapped(f, x + four + spacing));
            (g, h) = (AddMapped(g, x + six), AddMapped(h, x + six + spacing));
        }

        var (ae, bf) = (TReduction.Combine(a, e), TReduction.Combine(b, f));
        var (cg, dh) = (TReduction.Combine(c, g), TReduction.Combine(d, h));
        return TReduction.Combine(TReduction.Combine(ae, cg), TReduction.Combine(bf, dh));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Add(Vector<T> sum, T* x) => TReduction.Combine(sum, TMap.Map(Vector.Load(x)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> AddMapped(Vector<T> sum, T* x) => TReduction.Combine(sum, Vector.Load(x));
}
