using GraphRun.Tests.Formats.Stores;
using GraphRun.Tests.Laws;

namespace GraphRun.Tests;

/// <summary>What tests start as processes of their own, to race them, to kill them and to take instructions from them.</summary>
internal static class Program
{
    public static int Main(string[] args) => args switch
    {
        ["store", .. var rest] => StoreProcess.Run(rest),
        ["laws", var file] => HardwareTests.WriteDigests(file),
        _ => 2,
    };
}
