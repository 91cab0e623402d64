namespace FlashFlow.Bench.Results;

/// <summary>A waiting room.</summary>
/// <param name="Members">With a million members.</param>
/// <param name="Crowd">With a crowd that waits, buys and leaves.</param>
public sealed record LineResult(MembersResult Members, CrowdResult Crowd);

/// <summary>Many who joined before the start, and the draw of their places.</summary>
/// <param name="Members">How many.</param>
/// <param name="JoinedPerSecond">How many joined a second, in batches as one front makes them.</param>
/// <param name="BytesEach">By how much Redis's memory grew for each, with what is kept of the draw.</param>
/// <param name="DrawnSeconds">From the start until a front showed that the places are drawn.</param>
/// <param name="Asked">How many asked twice for their place.</param>
/// <param name="Wrong">How many of these were told somebody else's place, another one, or none.</param>
public sealed record MembersResult(int Members, double JoinedPerSecond, double BytesEach, double DrawnSeconds, int Asked, int Wrong);

/// <summary>A crowd that waited in line with a stream each, until all was sold.</summary>
/// <param name="Shoppers">How many.</param>
/// <param name="Sold">How many have bought.</param>
/// <param name="Refused">How many were let in and could not buy.</param>
/// <param name="SoldOutSeconds">From the start until the last unit was bought.</param>
/// <param name="Waiting">How many still waited then.</param>
/// <param name="Estimates">How many estimates of the time to wait, made two minutes after the start, could be compared with the time.</param>
/// <param name="Near">Which share of them was off by a quarter at most.</param>
/// <param name="FirstToldSeconds">From when the last buy was sent until the first who waited had heard that all is sold.</param>
/// <param name="ToldSeconds">From when the last buy was sent until the last who waited had heard that all is sold.</param>
/// <param name="Overtaken">How often somebody whose turn it was was told to wait, or somebody else was let in.</param>
/// <param name="Moved">How often a place changed, or the line went back.</param>
/// <param name="MostInAMinute">Most who were let in within a minute, of all minutes.</param>
/// <param name="MostAllowed">How many that may be: those of a minute, and a second's that had gathered.</param>
public sealed record CrowdResult(
    int Shoppers,
    int Sold,
    int Refused,
    double SoldOutSeconds,
    int Waiting,
    int Estimates,
    double Near,
    double FirstToldSeconds,
    double ToldSeconds,
    int Overtaken,
    int Moved,
    long MostInAMinute,
    int MostAllowed);
