using Microsoft.Extensions.Logging;

namespace Bookstore.PostgreSql;

/// <summary>The loggers of the driver, with its Information as Debug: it logs the SQL of every batch there, which would drown an application's own log.</summary>
/// <remarks>Set the level of the category <c>Npgsql</c> to Debug to read it.</remarks>
internal sealed class NpgsqlLoggers(ILoggerFactory loggers) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new Quieter(loggers.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("Add providers to the application's own factory.");

    public void Dispose()
    {
        // The factory is the application's.
    }

    private sealed class Quieter(ILogger logger) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(LevelOf(logLevel));

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var level = LevelOf(logLevel);
            if (logger.IsEnabled(level))
            {
                logger.Log(level, eventId, state, exception, formatter);
            }
        }

        private static LogLevel LevelOf(LogLevel level) => level == LogLevel.Information ? LogLevel.Debug : level;
    }
}
