using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Bookstore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds event handlers to a shop.</summary>
public static class BookstoreEventHandlerExtensions
{
    private const int MaxNameLength = 50;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-.");

    /// <summary>Adds a handler to the shop without a name: it gets the events of its types, at least once, on one host at a time, those of one resource in their order. See <see cref="IBookstoreEventHandler"/>.</summary>
    /// <remarks>It runs on hosts with <see cref="BookstoreOptions.BackgroundWork"/>. <see cref="IEventConsumers"/> shows how it is doing. The handler is registered as scoped, unless it is registered already.</remarks>
    /// <example>
    /// <code>
    /// services.AddBookstoreEventHandler&lt;PrintOrders&gt;("printer", options =&gt; options.Types.Add("order.*"));
    ///
    /// internal sealed class PrintOrders : IBookstoreEventHandler
    /// {
    ///     public Task HandleAsync(BookstoreEvent happened, CancellationToken cancellationToken) =&gt; Console.Out.WriteLineAsync(happened.ToString());
    /// }
    /// </code>
    /// </example>
    /// <typeparam name="THandler">The handler.</typeparam>
    /// <param name="services">The application's services.</param>
    /// <param name="name">The name, under which its position is stored: 1 to 50 lower-case ASCII letters, digits, <c>-</c> and <c>.</c>. A handler with another name begins anew.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentException">The name is not allowed.</exception>
    /// <exception cref="InvalidOperationException">The shop has a handler of this name already.</exception>
    public static IServiceCollection AddBookstoreEventHandler<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(
        this IServiceCollection services, string name, Action<EventHandlerOptions>? configure = null)
        where THandler : class, IBookstoreEventHandler
    {
        ArgumentNullException.ThrowIfNull(services);
        Add<THandler>(services, null, name, configure);
        return services;
    }

    /// <summary>Adds a handler to a shop, see <see cref="AddBookstoreEventHandler{THandler}(IServiceCollection, string, Action{EventHandlerOptions}?)"/>.</summary>
    /// <remarks>For a shop with a name the handler is registered with the name as its key; it takes the shop's services with <c>[FromKeyedServices]</c>.</remarks>
    /// <typeparam name="THandler">The handler.</typeparam>
    /// <param name="builder">The bookstore.</param>
    /// <param name="name">The name, under which its position is stored in this shop.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The name is not allowed.</exception>
    /// <exception cref="InvalidOperationException">The shop has a handler of this name already.</exception>
    public static IBookstoreBuilder AddEventHandler<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(
        this IBookstoreBuilder builder, string name, Action<EventHandlerOptions>? configure = null)
        where THandler : class, IBookstoreEventHandler
    {
        ArgumentNullException.ThrowIfNull(builder);
        Add<THandler>(builder.Services, builder.Name, name, configure);
        return builder;
    }

    private static void Add<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(
        IServiceCollection services, string? shop, string name, Action<EventHandlerOptions>? configure)
        where THandler : class, IBookstoreEventHandler
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > MaxNameLength || name.AsSpan().ContainsAnyExcept(Allowed))
        {
            throw new ArgumentException($"'{(name.Length > MaxNameLength ? name[..MaxNameLength] + "..." : name)}' cannot be the name of an event handler. Give it 1 to {MaxNameLength} lower-case ASCII letters, digits, '-' and '.'.", nameof(name));
        }

        if (services.Any(service => IsHandler(service, shop, name)))
        {
            throw new InvalidOperationException($"The event handler '{name}' was added already. Add it once, or give each handler a name of its own: its position is stored under it.");
        }

        var optionsName = shop is null ? name : $"{shop}:{name}";
        var options = services.AddOptions<EventHandlerOptions>(optionsName).ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EventHandlerOptions>, EventHandlerOptionsValidator>());
        services.TryAdd(ServiceDescriptor.KeyedScoped<THandler, THandler>(shop));
        services.AddKeyedSingleton(shop, new EventHandlerRegistration(name, optionsName, provider => shop is null ? provider.GetRequiredService<THandler>() : provider.GetRequiredKeyedService<THandler>(shop)));
    }

    private static bool IsHandler(ServiceDescriptor service, string? shop, string name) =>
        service.ServiceType == typeof(EventHandlerRegistration)
        && Equals(service.ServiceKey, shop)
        && (service.IsKeyedService ? service.KeyedImplementationInstance : service.ImplementationInstance) is EventHandlerRegistration registered
        && string.Equals(registered.Name, name, StringComparison.Ordinal);
}
