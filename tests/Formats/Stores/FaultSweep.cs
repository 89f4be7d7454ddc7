using System.Runtime.InteropServices;
using GraphRun.Errors;
using GraphRun.Formats.Stores;
using GraphRun.Tensors;

namespace GraphRun.Tests.Formats.Stores;

/// <summary>Lets each call of a commit fail in turn, in a process that has the library of <c>faults.c</c> preloaded.</summary>
internal static unsafe class FaultSweep
{
    private const int MostCalls = 1000;

    /// <summary>Exit code 0 when every commit left the old checkpoint or the new one.</summary>
    public static int Run(string path, int error, bool creates, int step)
    {
        var program = NativeLibrary.GetMainProgramHandle();
        var arm = (delegate* unmanaged<int, int, void>)NativeLibrary.GetExport(program, "fault_arm");
        var disarm = (delegate* unmanaged<int>)NativeLibrary.GetExport(program, "fault_disarm");
        for (var call = 1; call < MostCalls; call += step)
        {
            if (creates)
                File.Delete(path);
            var before = Number(path);
            arm(call, error);
            var failure = Try(path, before + 1);
            var hit = disarm() != 0;
            if (Describe(path, before, hit, failure) is { } wrong)
            {
                Console.Error.WriteLine($"call {call}: {wrong}");
                return 1;
            }

            if (!hit)
            {
                Console.Out.WriteLine($"call {call} passed untouched");
                return 0;
            }
        }

        return 1;
    }

    private static GraphRunException? Try(string path, long number)
    {
        try
        {
            Sessions.Commit(path, "s", ("n", Tensor.Scalar(number)), ("payload", StoreProcess.Payload(number)));
            return null;
        }
        catch (GraphRunException exception)
        {
            return exception;
        }
    }

    /// <summary>What is not as it must be; null when all is well.</summary>
    private static string? Describe(string path, long before, bool hit, GraphRunException? failure)
    {
        var after = Number(path);
        if (failure is null)
            return after == before + 1 ? null : $"a commit that succeeded left {after} after {before}";
        if (!hit)
            return $"failed untouched: {failure.Message}";
        if (after != before && (after != before + 1 || failure.Message.Contains("nothing was changed")))
            return $"{after} after {before}, and the error says: {failure.Message}";
        // A page that the disk refuses to read counts as damaged.
        return failure.Code is ErrorCode.FileNotWritable or ErrorCode.FileNotReadable or ErrorCode.InvalidStore && failure.Message.Contains(path)
            ? null
            : $"the error says: {failure.Message}";
    }

    /// <summary>The number that the store has, proved whole; 0 when there is no store.</summary>
    private static long Number(string path)
    {
        using var store = Store.OpenForReading(path);
        if (store?.Session("s")?.Latest is not { } state)
            return 0;
        if (store.Check(deep: true).Problems is [var problem, ..])
            throw new InvalidOperationException(problem.Message);
        var number = state.Read("n")!.Value<long>();
        return state.Read("payload")!.Values<long>().ContainsAnyExcept(number) ? throw new InvalidOperationException("torn") : number;
    }
}
