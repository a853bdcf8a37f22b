namespace Bookstore.Bench;

/// <summary>Ten times as many customers as the host has room for, against as many as it has room for.</summary>
internal static class Overload
{
    /// <summary>How many orders the host lets be under way at a time: few enough for ten times as many connections to fit a process.</summary>
    public const int Room = 256;

    public const int Times = 10;

    public static readonly (string Name, string Value)[] Settings =
    [
        ("Bookstore__MaxOrdersInFlight", $"{Room}"),
        ("Bookstore__MaxConcurrentRequests", "100000"),
        ("Kestrel__Limits__MaxConcurrentConnections", "100000"),
    ];

    public static async Task<Measurement> RunAsync(Testbed bed, int seconds)
    {
        var host = await bed.OverloadedAsync();
        var url = new Uri(host.Process.Url);
        var best = await new Callers(url, Room, TimeSpan.FromSeconds(seconds)).RunAsync();
        await host.SettleAsync();
        var crowd = await new Callers(url, Room * Times, TimeSpan.FromSeconds(seconds)).RunAsync();
        await host.SettleAsync();
        return new Measurement
        {
            PerSecond = crowd.CreatedPerSecond,
            Seconds = seconds,
            RefusedPerSecond = crowd.RefusedPerSecond,
            RefusalP99Ms = crowd.RefusalP99Ms,
            Goodput = crowd.CreatedPerSecond / best.CreatedPerSecond,
            ResidentMb = host.Process.ResidentMb,
        };
    }
}
