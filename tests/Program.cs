using GraphRun.Tests.Formats.Stores;

namespace GraphRun.Tests;

/// <summary>What tests start as processes of their own, to race them and to kill them.</summary>
internal static class Program
{
    public static int Main(string[] args) => args is ["store", .. var rest] ? StoreProcess.Run(rest) : 2;
}
