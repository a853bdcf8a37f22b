using Bookstore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bookstore;

/// <summary>The services of one shop. They are resolved when its services are made, and not while it sells.</summary>
/// <param name="Provider">The application's services.</param>
/// <param name="Shop">The shop's name, the key of its services; <see langword="null"/> for the shop whose services have no key.</param>
internal readonly record struct ShopServices(IServiceProvider Provider, string? Shop)
{
    /// <summary>The shop's options.</summary>
    public IOptions<BookstoreOptions> Options => Shop is null
        ? Provider.GetRequiredService<IOptions<BookstoreOptions>>()
        : Microsoft.Extensions.Options.Options.Create(Provider.GetRequiredService<IOptionsMonitor<BookstoreOptions>>().Get(Shop));

    /// <summary>The clock, which all shops of the application share.</summary>
    public TimeProvider Time => Provider.GetRequiredService<TimeProvider>();

    /// <summary>A service of the shop.</summary>
    public T Get<T>()
        where T : notnull => Shop is null ? Provider.GetRequiredService<T>() : Provider.GetRequiredKeyedService<T>(Shop);

    /// <summary>A service of the shop that another package may have added; <see langword="null"/> where none has.</summary>
    public T? Find<T>()
        where T : class => Shop is null ? Provider.GetService<T>() : Provider.GetKeyedService<T>(Shop);

    /// <summary>All services of the shop of one type, which have to live as long as the shop.</summary>
    /// <exception cref="InvalidOperationException">One of them has a shorter life.</exception>
    public T[] SingletonsOf<T>()
        where T : class
    {
        var check = Provider.GetRequiredService<SingletonCheck>();
        check.Registration(typeof(T), Shop);
        T[] services = [.. Shop is null ? Provider.GetServices<T>() : Provider.GetKeyedServices<T>(Shop)];
        foreach (var service in services)
        {
            check.Instance(typeof(T), service, Shop);
        }

        return services;
    }

    // An application without logging gets none; registering a logger here would take the place of the application's own.
    public ILogger<T> LoggerOf<T>() => Shop is null
        ? FaultlessLogger.Over(Provider.GetService<ILogger<T>>())
        : new Logger<T>(Provider.GetRequiredKeyedService<ILoggerFactory>(Shop));
}
