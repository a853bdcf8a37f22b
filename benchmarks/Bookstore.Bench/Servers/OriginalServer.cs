namespace Bookstore.Bench;

/// <summary>The original demo under gunicorn. It keeps nothing on the disk.</summary>
internal static class OriginalServer
{
    public const string NotThere = "the original demo was not there";

    private const string Gunicorn = "/usr/bin/gunicorn";

    /// <summary>Why it cannot be measured here; null when it can.</summary>
    public static string? WhyNot(BenchOptions options) => (File.Exists(Path.Combine(options.Original, "app.py")), File.Exists(Gunicorn)) switch
    {
        (false, _) => NotThere,
        (_, false) => "gunicorn was not installed (apt-get install gunicorn python3-flask)",
        _ => null,
    };

    public static Task<ServerProcess> StartAsync(BenchOptions options, string folder, string isbns, int workers)
    {
        var environment = new Dictionary<string, string>
        {
            ["BENCH_ORIGINAL"] = options.Original,
            ["BENCH_ISBNS"] = isbns,
            ["BOOKSTORE_API_KEY"] = ServerProcess.ApiKey,
            ["PYTHONDONTWRITEBYTECODE"] = "1",
        };
        return ServerProcess.StartAsync(
            Path.Combine(folder, $"original-{workers}.log"), $"/api/books/{Shelves.Isbns[0]}", environment,
            Gunicorn, "--workers", $"{workers}", "--bind", "127.0.0.1:{port}", "--log-level", "warning", "--chdir", Path.Combine(AppContext.BaseDirectory, "Scripts"), "original:application");
    }
}
