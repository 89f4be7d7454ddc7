using GraphRun.Errors;

namespace GraphRun.Cli;

/// <summary>What the process answers with: one meaning each, listed by <c>graphrun help exit-codes</c>.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>It ran, and the answer is no.</summary>
    public const int No = 1;
    public const int Usage = 2;
    public const int InvalidFile = 3;
    public const int FailedComputing = 4;
    public const int Session = 5;
    public const int Busy = 6;
    public const int Limit = 7;
    public const int Host = 8;

    /// <summary>A bug in GraphRun (<c>EX_SOFTWARE</c> of sysexits.h).</summary>
    public const int Bug = 70;

    /// <summary>As timeout(1) answers.</summary>
    public const int Timeout = 124;

    /// <summary>128 + SIGINT.</summary>
    public const int Interrupted = 130;

    /// <summary>128 + SIGPIPE.</summary>
    public const int ClosedPipe = 141;

    /// <summary>128 + SIGTERM.</summary>
    public const int Terminated = 143;

    /// <summary>The exit code of an error; <paramref name="computing"/> says that a run had begun when it came up.</summary>
    public static int Of(ErrorCode code, bool computing = false) => code switch
    {
        ErrorCode.Timeout => Timeout,
        ErrorCode.Cancelled => Interrupted,
        ErrorCode.SessionBusy => Busy,
        _ => ((int)code / 1000) switch
        {
            1 => Usage,
            2 => InvalidFile,
            3 => computing ? FailedComputing : InvalidFile,
            4 => FailedComputing,
            5 => Session,
            6 => Limit,
            7 => Host,
            _ => Bug,
        },
    };
}
