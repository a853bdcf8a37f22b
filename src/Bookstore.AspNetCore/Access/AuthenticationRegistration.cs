using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Bookstore.AspNetCore;

/// <summary>Adds the API's scheme and policies to the application's authentication and authorization, if it has them. Without them nothing of this is used.</summary>
internal static class AuthenticationRegistration
{
    private const string ApplicationsOwn = "Bookstore.ApplicationsOwn";

    public static void AddTo(IServiceCollection services)
    {
        services.TryAddTransient<ApiKeyHandler>();
        services.AddOptions<AuthenticationOptions>().Configure(AddScheme).PostConfigure(KeepDefaultScheme);
        services.AddOptions<AuthorizationOptions>().Configure<IServiceProvider, IOptions<AuthenticationOptions>, IOptionsMonitor<BookstoreApiOptions>>(AddPolicies);
        AnswerRefusals(services);
    }

    private static void AddScheme(AuthenticationOptions options)
    {
        if (!options.SchemeMap.ContainsKey(BookstoreAuthentication.ApiKeyScheme))
        {
            options.AddScheme<ApiKeyHandler>(BookstoreAuthentication.ApiKeyScheme, "API key of the bookstore");
        }
    }

    // A scheme that is alone becomes the default one. Ours must not be the second that takes this from the application's, nor the first that gets it.
    private static void KeepDefaultScheme(AuthenticationOptions options)
    {
        if (options.DefaultScheme is not null)
        {
            return;
        }

        var others = options.Schemes.Where(scheme => scheme.Name != BookstoreAuthentication.ApiKeyScheme).ToList();
        var suppressed = AppContext.TryGetSwitch("Microsoft.AspNetCore.Authentication.SuppressAutoDefaultScheme", out var isSet) && isSet;
        if (others.Count == 1 && !suppressed)
        {
            options.DefaultScheme = others[0].Name;
        }
        else if (others.Count == 0)
        {
            // No scheme has this name, so that there is no default.
            options.DefaultScheme = string.Empty;
        }
    }

    // The policies have no shop in their names: they are those of the shop without a name, where there is one.
    private static void AddPolicies(AuthorizationOptions options, IServiceProvider services, IOptions<AuthenticationOptions> authentication, IOptionsMonitor<BookstoreApiOptions> api)
    {
        if (services.GetService<ClientRegistry>() is not { } clients)
        {
            return;
        }

        var schemes = AcceptedSchemes.Of(authentication.Value, api.CurrentValue.Authentication, null);
        foreach (var name in BookstoreRoles.All)
        {
            if (ApiRoles.TryParse(name, out var role) && options.GetPolicy(BookstorePolicies.Of(name)) is null)
            {
                options.AddPolicy(BookstorePolicies.Of(name), ApiAccess.PolicyOf(clients, schemes, role));
            }
        }
    }

    private static void AnswerRefusals(IServiceCollection services)
    {
        if (services.Any(static service => service.IsKeyedService && Equals(service.ServiceKey, ApplicationsOwn)))
        {
            return;
        }

        var own = services.LastOrDefault(static service => !service.IsKeyedService && service.ServiceType == typeof(IAuthorizationMiddlewareResultHandler))
            ?? ServiceDescriptor.Singleton<IAuthorizationMiddlewareResultHandler, AuthorizationMiddlewareResultHandler>();
        services.Add(Keyed(own));
        services.RemoveAll<IAuthorizationMiddlewareResultHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler>(new ApiAuthorizationResults(
            static provider => provider.GetRequiredKeyedService<IAuthorizationMiddlewareResultHandler>(ApplicationsOwn)));
    }

    private static ServiceDescriptor Keyed(ServiceDescriptor service)
    {
        if (service.ImplementationInstance is { } instance)
        {
            return new ServiceDescriptor(service.ServiceType, ApplicationsOwn, instance);
        }

        return service.ImplementationFactory is { } create
            ? new ServiceDescriptor(service.ServiceType, ApplicationsOwn, (provider, _) => create(provider), service.Lifetime)
            : new ServiceDescriptor(service.ServiceType, ApplicationsOwn, service.ImplementationType!, service.Lifetime);
    }
}
