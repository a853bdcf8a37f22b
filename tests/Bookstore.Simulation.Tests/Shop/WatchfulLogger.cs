using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore.Simulation;

/// <summary>Reads the write path's log: an operation that throws is a bug, also where nobody waits for its answer.</summary>
internal sealed class WatchfulLogger(Simulation simulation) : ILogger<GroupCommit>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Name == "OperationFailed")
        {
            simulation.Violate($"{formatter(state, exception)} {exception}");
        }
    }
}
