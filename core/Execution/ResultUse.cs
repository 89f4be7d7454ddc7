namespace GraphRun.Execution;

/// <summary>What becomes of the values that a plan gives, and so whether their storage must be fresh in each run.</summary>
internal enum ResultUse
{
    /// <summary>They are kept for good.</summary>
    Kept,

    /// <summary>They are looked at and forgotten before the plan runs again: a condition.</summary>
    Passing,

    /// <summary>They are fed in the next run, each in its place, and then forgotten: the body of a loop.</summary>
    NextArguments,
}
