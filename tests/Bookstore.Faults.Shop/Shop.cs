namespace Bookstore.Faults;

/// <summary>A host as an application would have it, with short times so that a test need not wait.</summary>
internal static class Shop
{
    private const int MaxAnswerSize = 65_536;

    public static WebApplication Build(Uri gateway, string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddBookstore(options => SetTimes(options, builder.Configuration)).UseSqlite(builder.Configuration.GetConnectionString("Bookstore")!).UseLocalCourier();
        builder.Services.AddSingleton<IPaymentGateway, HttpPaymentGateway>();
        builder.Services
            .AddHttpClient(HttpPaymentGateway.ClientName, http =>
            {
                http.BaseAddress = gateway;
                http.MaxResponseContentBufferSize = MaxAnswerSize;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false });
        builder.Services.AddBookstoreApi(options => AddClient(options, builder.Configuration["BOOKSTORE_API_KEY"]!));

        var app = builder.Build();
        app.MapBookstoreApi();
        return app;
    }

    private static void SetTimes(BookstoreOptions options, IConfiguration configuration)
    {
        options.GatewayTimeout = configuration.GetValue("GatewayTimeout", TimeSpan.FromSeconds(1));
        options.RecoveryGrace = TimeSpan.FromSeconds(2);
        options.PollInterval = TimeSpan.FromMilliseconds(200);
    }

    private static void AddClient(BookstoreApiOptions options, string key)
    {
        var client = new ApiClientRegistration();
        client.KeyHashes.Add(ApiClientRegistration.HashKey(key));
        foreach (var role in BookstoreRoles.All)
        {
            client.Roles.Add(role);
        }

        options.Clients.Add("test", client);
    }
}
