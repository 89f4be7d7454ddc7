namespace GraphRun.Kernels;

/// <summary>
/// The compiled forms of <see cref="MicroKernel{TVector, T, TWidth, TRows, TVectors}"/> for one width, by the size of the tile.
/// </summary>
internal static unsafe class MicroKernels<TVector, T, TWidth>
    where TVector : struct
    where T : unmanaged
    where TWidth : struct, IVectorWidth<TVector, T>
{
    private static readonly delegate*<byte*, nint, nint, byte*, nint, byte*, nint, nint, bool, void>[] kernels = Create();

    /// <summary>The kernel of a tile of <paramref name="rows"/> rows (1 to the width's TileRows) of 1 or 2 vectors.</summary>
    public static delegate*<byte*, nint, nint, byte*, nint, byte*, nint, nint, bool, void> Of(int rows, int vectors) =>
        kernels[2 * rows + vectors - 3];

    private static delegate*<byte*, nint, nint, byte*, nint, byte*, nint, nint, bool, void>[] Create()
    {
        delegate*<byte*, nint, nint, byte*, nint, byte*, nint, nint, bool, void>[] small =
        [
            &MicroKernel<TVector, T, TWidth, Count1, Count1>.Run, &MicroKernel<TVector, T, TWidth, Count1, Count2>.Run,
            &MicroKernel<TVector, T, TWidth, Count2, Count1>.Run, &MicroKernel<TVector, T, TWidth, Count2, Count2>.Run,
            &MicroKernel<TVector, T, TWidth, Count3, Count1>.Run, &MicroKernel<TVector, T, TWidth, Count3, Count2>.Run,
            &MicroKernel<TVector, T, TWidth, Count4, Count1>.Run, &MicroKernel<TVector, T, TWidth, Count4, Count2>.Run,
            &MicroKernel<TVector, T, TWidth, Count5, Count1>.Run, &MicroKernel<TVector, T, TWidth, Count5, Count2>.Run,
            &MicroKernel<TVector, T, TWidth, Count6, Count1>.Run, &MicroKernel<TVector, T, TWidth, Count6, Count2>.Run,
        ];
        if (TWidth.TileRows == 6)
            return small;
        return
        [
            .. small,
            &MicroKernel<TVector, T, TWidth, Count7, Count1>.Run, &MicroKernel<TVector, T, TWidth, Count7, Count2>.Run,
            &MicroKernel<TVector, T, TWidth, Count8, Count1>.Run, &MicroKernel<TVector, T, TWidth, Count8, Count2>.Run,
            &MicroKernel<TVector, T, TWidth, Count9, Count1>.Run, &MicroKernel<TVector, T, TWidth, Count9, Count2>.Run,
            &MicroKernel<TVector, T, TWidth, Count10, Count1>.Run, &MicroKernel<TVector, T, TWidth, Count10, Count2>.Run,
            &MicroKernel<TVector, T, TWidth, Count11, Count1>.Run, &MicroKernel<TVector, T, TWidth, Count11, Count2>.Run,
            &MicroKernel<TVector, T, TWidth, Count12, Count1>.Run, &MicroKernel<TVector, T, TWidth, Count12, Count2>.Run,
            &MicroKernel<TVector, T, TWidth, Count13, Count1>.Run, &MicroKernel<TVector, T, TWidth, Count13, Count2>.Run,
            &MicroKernel<TVector, T, TWidth, Count14, Count1>.Run, &MicroKernel<TVector, T, TWidth, Count14, Count2>.Run,
        ];
    }
}
