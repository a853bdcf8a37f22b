using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;

namespace Bookstore.AspNetCore;

/// <summary>Requires a client with a role, by key or by token. It checks itself, so that it needs no registration.</summary>
internal sealed class RoleRequirement(ClientRegistry clients, ApiRole role) : AuthorizationHandler<RoleRequirement>, IAuthorizationRequirement
{
    public override string ToString() => $"A client of the bookstore with the role {role}";

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RoleRequirement requirement)
    {
        if (requirement.IsMetBy(context.User))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }

    private bool IsMetBy(ClaimsPrincipal user) => clients.Find(user)?.Has(role) == true;
}
