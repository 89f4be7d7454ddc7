namespace GraphRun.Kernels;

/// <summary>What becomes of the rows that fall into one segment.</summary>
public enum SegmentKind
{
    /// <summary>Their sum; of none 0.</summary>
    Sum,

    /// <summary>Their sum divided by their number; of none 0.</summary>
    Mean,

    /// <summary>Their sum divided by the square root of their number; of none 0.</summary>
    MeanBySquareRoot,

    /// <summary>Their product; of none 1.</summary>
    Product,

    /// <summary>The least; of none 0 in sorted segments, the greatest value of the dtype in unsorted ones.</summary>
    Minimum,

    /// <summary>The greatest; of none 0 in sorted segments, the least value of the dtype in unsorted ones.</summary>
    Maximum,
}
