using System.Diagnostics.Metrics;
using Bookstore;
using Bookstore.Storage;
using Bookstore.Webhooks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds webhooks to a bookstore.</summary>
public static class WebhooksBuilderExtensions
{
    private static readonly TimeSpan ShortestSettled = TimeSpan.FromMinutes(1);

    private static readonly string[] Names =
    [
        nameof(WebhookOptions.SecretKey), nameof(WebhookOptions.PreviousSecretKeys), nameof(WebhookOptions.AllowHttp), nameof(WebhookOptions.AllowPrivateAddresses), nameof(WebhookOptions.Timeout),
        nameof(WebhookOptions.EndpointConcurrency), nameof(WebhookOptions.MaxConcurrency), nameof(WebhookOptions.MaxEndpoints),
    ];

    /// <summary>Adds webhooks: <see cref="IWebhookService"/>, and the delivery of events to its endpoints in the background.</summary>
    /// <remarks>The options are read from the section <c>Bookstore:Webhooks</c> of the application's configuration first, of a shop with a name from <c>Bookstore:Shops:name:Webhooks</c>.</remarks>
    /// <example>
    /// <code>
    /// services.AddBookstore()
    ///     .UseSqlite("Data Source=bookstore.db")
    ///     .UseSimulatedPayments()
    ///     .AddWebhooks(options =&gt; options.SecretKey = configuration["SecretKeyOfTheVault"]!);
    /// </code>
    /// </example>
    /// <param name="builder">The bookstore.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="InvalidOperationException">Webhooks were added already.</exception>
    public static IBookstoreBuilder AddWebhooks(this IBookstoreBuilder builder, Action<WebhookOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var (services, shop) = (builder.Services, builder.Name);
        if (services.Any(service => service.ServiceType == typeof(IWebhookService) && Equals(service.ServiceKey, shop)))
        {
            throw new InvalidOperationException("Webhooks were added to this bookstore already. Call AddWebhooks once.");
        }

        var options = services.AddOptions<WebhookOptions>(shop).ValidateOnStart().Configure<IServiceProvider>((settings, provider) => Bind(provider, shop, settings));
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WebhookOptions>, WebhookOptionsValidator>());
        services.AddDocumentKind(WebhookDocuments.Endpoints);
        services.AddDocumentKind(WebhookDocuments.Tries);
        services.AddDocumentKind(WebhookDocuments.Rosters);
        Register(services, shop);
        return builder;
    }

    private static void Register(IServiceCollection services, string? shop)
    {
        Add(static s => new SecretCipher([OptionsOf(s).SecretKey, .. OptionsOf(s).PreviousSecretKeys]));
        Add(static s => new WebhookSender(OptionsOf(s), s.Time));
        Add(static s => new EndpointList(s.Get<IBookstoreStore>()));
        Add(static s => new TryLogs(s.Get<IBookstoreStore>(), s.Get<GroupCommit>(), s.Time));
        Add(static s => new WebhookDelivering(
            s.Get<WebhookSender>(), s.Get<TryLogs>(), s.Get<GroupCommit>(), s.Get<StoreClock>(), OptionsOf(s), new WebhookMetrics(s.Provider.GetService<IMeterFactory>(), s.Options.Value.ShopName), s.LoggerOf<WebhookSender>()));

        // The engine is made of its sources, so it is asked for only when it is there.
        Add<IEventConsumerSource>(static s => new WebhookConsumers(
            s.Get<EndpointList>(), s.Get<SecretCipher>(), s.Get<WebhookDelivering>(), s.Get<IBookstoreStore>(), SettledOf(s.Options.Value, s.Get<ConsumerHost>().Lease),
            (name, token) => s.Get<ConsumerEngine>().RemoveAsync(name, token), (name, token) => s.Get<ConsumerEngine>().ResumeAsync(name, token)));
        Add(static s => new WebhookDeliveries(s.Get<IBookstoreStore>(), s.Get<ParkedEventList>(), s.Get<SecretCipher>(), s.Get<WebhookDelivering>()));
        Add<IWebhookService>(static s => new WebhookService(
            s.Get<EndpointList>(), s.Get<SecretCipher>(), s.Get<WebhookDelivering>(), s.Get<WebhookDeliveries>(), new ReplayStart(s.Get<IBookstoreStore>()), s.Get<TimeOrderedIds>(), s.Get<IBookstoreStore>(),
            s.Get<ConsumerEngine>()));

        void Add<T>(Func<ShopServices, T> create)
            where T : class => services.AddKeyedSingleton(shop, (provider, key) => create(new ShopServices(provider, (string?)key)));
    }

    // Each host looks within its interval; one that could not asks again soon after, and what it runs ends with its lease.
    private static TimeSpan SettledOf(BookstoreOptions options, TimeSpan lease)
    {
        var settled = (3 * options.PollInterval) + lease;
        return settled > ShortestSettled ? settled : ShortestSettled;
    }

    private static WebhookOptions OptionsOf(ShopServices services) => services.Provider.GetRequiredService<IOptionsMonitor<WebhookOptions>>().Get(services.Shop ?? Options.Options.DefaultName);

    private static void Bind(IServiceProvider provider, string? shop, WebhookOptions options)
    {
        if (provider.GetService<IConfiguration>()?.GetSection(shop is null ? "Bookstore:Webhooks" : $"Bookstore:Shops:{shop}:Webhooks") is not { } section)
        {
            return;
        }

        var problems = new List<string>();
        ConfigurationSlips.Check(section, Names, onlySlips: false, problems);
        if (problems.Count > 0)
        {
            throw new OptionsValidationException(shop ?? Options.Options.DefaultName, typeof(WebhookOptions), problems);
        }

        section.Bind(options);
    }
}
