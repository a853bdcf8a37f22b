namespace Bookstore.Bench;

/// <summary>The ceiling of the socket: ASP.NET Core that does nothing but parse and answer.</summary>
internal static class BareServer
{
    public static Task<ServerProcess> StartAsync(BenchOptions options, string folder) => ServerProcess.StartAsync(
        Path.Combine(folder, "bare.log"), $"/api/books/{Shelves.SoldOut}", new Dictionary<string, string> { ["ASPNETCORE_ENVIRONMENT"] = "Production" },
        "dotnet", options.ProgramOf("benchmarks/Bookstore.Bench.Bare"), "--urls", "http://127.0.0.1:{port}");
}
