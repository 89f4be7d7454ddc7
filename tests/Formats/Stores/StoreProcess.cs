using System.Diagnostics;
using GraphRun.Errors;
using GraphRun.Formats.Stores;
using GraphRun.Tensors;

namespace GraphRun.Tests.Formats.Stores;

/// <summary>Another process that works on a store: this assembly, started by itself.</summary>
internal static class StoreProcess
{
    /// <summary>Starts a process; its standard output and error are to be read.</summary>
    public static Process Start(params string[] args) => Start(_ => { }, args);

    /// <summary>Starts a process in surroundings of its own.</summary>
    public static Process Start(Action<ProcessStartInfo> prepare, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(StoreProcess).Assembly.Location, "store", .. args])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        prepare(start);
        return Process.Start(start)!;
    }

    public static int Run(string[] args)
    {
        try
        {
            switch (args)
            {
                case ["increment", var path, var session, var times]:
                    Increment(path, session, int.Parse(times));
                    return 0;
                case ["faults", var path, var error, var store, var step]:
                    return FaultSweep.Run(path, int.Parse(error), store == "new", int.Parse(step));
                case ["hold", var path, var session]:
                    Hold(path, session);
                    return 0;
                default:
                    return 2;
            }
        }
        catch (GraphRunException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return exception.Code == ErrorCode.SessionBusy ? 6 : 5;
        }
    }

    /// <summary>A vector large enough to be stored in pages of its own, every element equal to the counter.</summary>
    public static Tensor Payload(long number)
    {
        var value = Tensor.Allocate(DType.Int64, Shape.Of(30_000));
        value.Writable<long>().Fill(number);
        return value;
    }

    /// <summary>Adds 1 to a counter again and again, each time as a run of its own would, and prints each number once it is committed.</summary>
    private static void Increment(string path, string session, int times)
    {
        for (var time = 0; time < times; time++)
        {
            using var store = Store.OpenForWriting(path, TimeSpan.FromMinutes(2), "test");
            using var transaction = store.Begin(session);
            var number = (transaction.Session?.Latest.Read("n")?.Value<long>() ?? 0) + 1;
            transaction.Commit(
                new CheckpointRecord { Command = $"number {number}" },
                [KeyValuePair.Create("n", (Tensor?)Tensor.Scalar(number)), KeyValuePair.Create("payload", (Tensor?)Payload(number))],
                [KeyValuePair.Create("noise", (UInt128)number)]);
            Console.Out.WriteLine(number);
        }
    }

    /// <summary>Takes a session and keeps it until standard input ends.</summary>
    private static void Hold(string path, string session)
    {
        using var store = Store.OpenForWriting(path, TimeSpan.Zero, "graphrun run long.yaml");
        using var transaction = store.Begin(session);
        Console.Out.WriteLine("holding");
        _ = Console.In.ReadToEnd();
    }
}
