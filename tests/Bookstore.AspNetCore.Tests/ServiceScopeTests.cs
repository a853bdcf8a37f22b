using Microsoft.AspNetCore.Http.Features;

namespace Bookstore.AspNetCore;

/// <summary>Where the routes take the shop's services from.</summary>
public sealed class ServiceScopeTests
{
    private const string Book = $"/api/books/{TestShop.Martian}";
    private const string Own = "own";

    [Fact]
    public async Task A_request_that_needs_singletons_alone_makes_no_scope()
    {
        var scopes = new List<bool>();
        await using var shop = await TestShop.StartAsync(application: app => app.Use(async (context, next) =>
        {
            await next(context);
            scopes.Add(context.Features.Get<IServiceProvidersFeature>() is not null);
        }));

        (await shop.GetAsync(Book)).Status.ShouldBe(HttpStatusCode.OK);
        (await shop.PostAsync($"{Book}/stock", """{"quantity":1,"reason":"found"}""")).Status.ShouldBe(HttpStatusCode.OK);

        scopes.ShouldBe([false, false]);
    }

    [Fact]
    public async Task A_service_that_the_application_has_made_scoped_is_of_each_request()
    {
        var made = 0;
        await using var shop = await TestShop.StartAsync(services =>
        {
            KeepOwn(services);
            services.AddScoped(provider =>
            {
                made++;
                return provider.GetRequiredKeyedService<IInventoryService>(Own);
            });
        });
        var before = made;

        (await shop.GetAsync(Book)).Status.ShouldBe(HttpStatusCode.OK);
        (await shop.GetAsync(Book)).Status.ShouldBe(HttpStatusCode.OK);

        (made - before).ShouldBe(2);
    }

    [Fact]
    public async Task Services_that_a_middleware_has_set_are_those_of_the_request()
    {
        var asked = new List<Type>();
        await using var shop = await TestShop.StartAsync(application: app => app.Use((context, next) =>
        {
            context.RequestServices = new Listening(app.Services, asked);
            return next(context);
        }));

        (await shop.GetAsync(Book)).Status.ShouldBe(HttpStatusCode.OK);

        asked.ShouldContain(typeof(IInventoryService));
    }

    private static void KeepOwn(IServiceCollection services)
    {
        var own = services.Last(static service => service.ServiceType == typeof(IInventoryService));
        services.Remove(own);
        services.AddKeyedSingleton(Own, (provider, _) => (IInventoryService)own.ImplementationFactory!(provider));
    }

    private sealed class Listening(IServiceProvider inner, List<Type> asked) : IServiceProvider
    {
        public object? GetService(Type serviceType)
        {
            asked.Add(serviceType);
            return inner.GetService(serviceType);
        }
    }
}
