namespace GraphRun.Kernels;

/// <summary>What is done to one row: as many elements in as out.</summary>
internal interface IUnaryRow<TX, TZ>
{
    static abstract void Invoke(ReadOnlySpan<TX> x, Span<TZ> z);
}

/// <summary>What is done to one row of two operands. An operand of one element stands for a row of equal ones.</summary>
internal interface IBinaryRow<TX, TY, TZ>
{
    static abstract void Invoke(ReadOnlySpan<TX> x, ReadOnlySpan<TY> y, Span<TZ> z);
}

/// <summary>What is done to one row of three operands. An operand of one element stands for a row of equal ones.</summary>
internal interface ITernaryRow<TX, TY, TW, TZ>
{
    static abstract void Invoke(ReadOnlySpan<TX> x, ReadOnlySpan<TY> y, ReadOnlySpan<TW> w, Span<TZ> z);
}

/// <summary>A row of two operands in the place of one of three: the third is not looked at.</summary>
internal readonly struct FirstTwo<TX, TY, TZ, TRow> : ITernaryRow<TX, TY, byte, TZ>
    where TRow : struct, IBinaryRow<TX, TY, TZ>
{
    public static void Invoke(ReadOnlySpan<TX> x, ReadOnlySpan<TY> y, ReadOnlySpan<byte> w, Span<TZ> z) => TRow.Invoke(x, y, z);
}
