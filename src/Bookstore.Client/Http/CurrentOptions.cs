using Bookstore.Client.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bookstore.Client.Http;

/// <summary>The client's options as they are now. Those before a reload that is not valid, or that names another server, stay in use.</summary>
/// <remarks>The address and the resilience pipeline are fixed with the first options: an API key that was configured for another address must not go to this one.</remarks>
internal sealed class CurrentOptions
{
    private readonly IOptionsMonitor<BookstoreClientOptions> _monitor;
    private readonly string _name;
    private readonly ILogger _logger;
    private volatile BookstoreClientOptions _good;
    private volatile object? _refused;

    /// <summary>Reads the first options.</summary>
    /// <exception cref="OptionsValidationException">They are not valid.</exception>
    public CurrentOptions(IOptionsMonitor<BookstoreClientOptions> monitor, string name, ILogger logger)
    {
        (_monitor, _name, _logger) = (monitor, name, logger);
        First = _good = monitor.Get(name);
    }

    /// <summary>The options that the client started with.</summary>
    public BookstoreClientOptions First { get; }

    /// <summary>The last options that can be used.</summary>
    public BookstoreClientOptions Value
    {
        get
        {
            try
            {
                Take(_monitor.Get(_name));
            }
            catch (Exception exception) when (exception is OptionsValidationException or InvalidOperationException)
            {
                // A value that cannot be read, or none that can be used.
                Refuse(exception, exception.Message);
            }

            return _good;
        }
    }

    private void Take(BookstoreClientOptions options)
    {
        if (options.BaseAddress == First.BaseAddress && options.Prefix == First.Prefix)
        {
            _good = options;
        }
        else
        {
            Refuse(options, "BaseAddress and Prefix cannot change while the program runs; restart it.");
        }
    }

    // Each reload is logged once.
    private void Refuse(object refused, string reason)
    {
        if (!ReferenceEquals(Interlocked.Exchange(ref _refused, refused), refused))
        {
            ClientLog.OptionsRefused(_logger, reason);
        }
    }
}
