namespace Bookstore.Operating;

/// <summary>The browser of this machine. Playwright brings none of its own.</summary>
internal static class Chromium
{
    private const string HowToInstall = "Chromium was not found. Install it (Debian and Ubuntu: apt-get install chromium).";

    private static readonly string[] Paths = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    public static string? Path { get; } = Paths.FirstOrDefault(File.Exists);

    /// <summary>Why tests in a browser cannot run here; <see langword="null"/> when they can. On a build server they run and fail.</summary>
    public static string? SkipReason => Path is null && Environment.GetEnvironmentVariable("CI") != "true" ? HowToInstall : null;

    public static Task<IBrowser> LaunchAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(
        new BrowserTypeLaunchOptions { ExecutablePath = Path ?? throw new InvalidOperationException(HowToInstall), Args = ["--no-sandbox"] });
}

/// <summary>A test in a browser.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = Chromium.SkipReason;
}

/// <summary>A test in a browser that takes long: it runs with BOOKSTORE_TEST_LONG=1.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongBrowserFactAttribute : FactAttribute
{
    public LongBrowserFactAttribute() => Skip = LongRun.IsOn ? Chromium.SkipReason : LongRun.HowToRun;
}

/// <summary>A test in a browser with several cases that take long.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongBrowserTheoryAttribute : TheoryAttribute
{
    public LongBrowserTheoryAttribute() => Skip = LongRun.IsOn ? Chromium.SkipReason : LongRun.HowToRun;
}
