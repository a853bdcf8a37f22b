namespace Bookstore.Samples;

/// <summary>Keeps the stack trace of a failed start out of the log: the program says in one line what is wrong. From the start on, everything is logged.</summary>
internal sealed class StartLog
{
    private const string Category = "Microsoft.Extensions.Hosting.Internal.Host";

    private volatile bool _hasStarted;

    public static StartLog Of(ILoggingBuilder logging)
    {
        var start = new StartLog();
        logging.AddFilter(Category, level => start._hasStarted && level >= LogLevel.Information);
        return start;
    }

    public void Watch(WebApplication app) => app.Lifetime.ApplicationStarted.Register(() => _hasStarted = true);
}
