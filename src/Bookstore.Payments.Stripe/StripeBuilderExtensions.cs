using Bookstore;
using Bookstore.Payments.Stripe;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds payments with Stripe to a bookstore.</summary>
public static class StripeBuilderExtensions
{
    private static readonly string[] Names =
    [
        nameof(StripeOptions.ApiKey), nameof(StripeOptions.WebhookSecrets), nameof(StripeOptions.StatementDescriptor), nameof(StripeOptions.ReturnUrl), nameof(StripeOptions.AccountCurrency),
        nameof(StripeOptions.ApiBase), nameof(StripeOptions.RequestTimeout), nameof(StripeOptions.Shop),
    ];

    /// <summary>Adds the payment gateway <c>stripe</c>, see <see cref="StripePaymentGateway"/>, and Stripe as a source of notifications: <c>/webhooks/stripe</c> where the application maps webhook receivers.</summary>
    /// <remarks>The options are read from the section <c>Bookstore:Payments:Stripe</c> of the application's configuration first, of a shop with a name from <c>Bookstore:Shops:name:Payments:Stripe</c>. <see cref="StripeOptions.Shop"/> is the name of the shop unless they say another.</remarks>
    /// <example>
    /// <code>
    /// services.AddBookstore()
    ///     .UseSqlite("Data Source=bookstore.db")
    ///     .UseStripe(options =&gt; options.ApiKey = configuration["StripeKeyOfTheVault"]!);
    /// </code>
    /// </example>
    /// <param name="builder">The bookstore.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The same builder.</returns>
    public static IBookstoreBuilder UseStripe(this IBookstoreBuilder builder, Action<StripeOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var shop = builder.Name;
        var options = builder.Services.AddOptions<StripeOptions>(shop).ValidateOnStart().Configure<IServiceProvider>((settings, provider) => Bind(provider, shop, settings));
        if (configure is not null)
        {
            options.Configure(configure);
        }

        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StripeOptions>, StripeOptionsValidator>());
        return builder
            .UseGateway(provider => new StripePaymentGateway(OptionsOf(provider, shop), provider.GetRequiredService<TimeProvider>()))
            .AddNotificationSource(provider => new StripeNotifications(OptionsOf(provider, shop), provider.GetRequiredService<TimeProvider>()));
    }

    private static StripeOptions OptionsOf(IServiceProvider provider, string? shop) => provider.GetRequiredService<IOptionsMonitor<StripeOptions>>().Get(shop ?? Options.Options.DefaultName);

    private static void Bind(IServiceProvider provider, string? shop, StripeOptions options)
    {
        options.Shop = shop;
        if (provider.GetService<IConfiguration>()?.GetSection(shop is null ? "Bookstore:Payments:Stripe" : $"Bookstore:Shops:{shop}:Payments:Stripe") is not { } section)
        {
            return;
        }

        string[] problems = [.. section.GetChildren().Where(static child => !Names.Contains(child.Key, StringComparer.OrdinalIgnoreCase)).Select(static child => $"{child.Path} is no option. The options are {string.Join(", ", Names)}.")];
        if (problems.Length > 0)
        {
            throw new OptionsValidationException(shop ?? Options.Options.DefaultName, typeof(StripeOptions), problems);
        }

        section.Bind(options);
    }
}
