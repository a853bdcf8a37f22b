using System.Collections;
using Microsoft.Extensions.Logging;

namespace Bookstore.Diagnostics;

/// <summary>Makes loggers that write each entry of one shop within a scope that names it: <c>Shop</c>.</summary>
internal sealed class ShopLoggerFactory(ILoggerFactory application, string shop) : ILoggerFactory
{
    private readonly ShopScope _scope = new(shop);

    public ILogger CreateLogger(string categoryName) => new ShopLogger(new FaultlessLogger(application.CreateLogger(categoryName)), _scope);

    public void AddProvider(ILoggerProvider provider) => application.AddProvider(provider);

    public void Dispose()
    {
        // The application's factory is not this one's to dispose.
    }

    private sealed class ShopLogger(ILogger logger, ShopScope scope) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            using (logger.BeginScope(scope))
            {
                logger.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }

    /// <summary>The scope, as log providers read it: one named value, and a text.</summary>
    private sealed class ShopScope(string shop) : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public int Count => 1;

        public KeyValuePair<string, object?> this[int index] => index == 0 ? new("Shop", shop) : throw new ArgumentOutOfRangeException(nameof(index));

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        {
            yield return this[0];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => $"Shop:{shop}";
    }
}
