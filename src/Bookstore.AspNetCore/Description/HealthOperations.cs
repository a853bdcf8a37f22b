using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;

namespace Bookstore.AspNetCore;

/// <summary>The health checks as their callers see them. Never run: their attributes describe the API.</summary>
internal static class HealthOperations
{
    [Tags("Health")]
    [EndpointSummary("Is the process alive?")]
    [EndpointDescription("Answers while the process does; asks nothing else.")]
    [Answers(200, "Alive.", Body = typeof(HealthResource))]
    public static void GetLiveness()
    {
    }

    [Tags("Health")]
    [EndpointSummary("Can the store be used?")]
    [EndpointDescription("Asks the store, with a time limit.")]
    [Answers(200, "Ready.", Body = typeof(HealthResource))]
    [Refuses(ProblemCodes.Overloaded)]
    public static void GetReadiness()
    {
    }
}
