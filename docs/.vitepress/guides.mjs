/** The pages in reading order; also the order of llms.txt. */
export const guides = [
  {
    text: "Begin",
    items: [
      { text: "Ten-minute start", link: "/guide/start" },
      { text: "Sessions", link: "/guide/sessions" },
      { text: "Querying", link: "/guide/querying" },
      { text: "Entities and commits", link: "/guide/entities" },
    ],
  },
  {
    text: "Go on",
    items: [
      { text: "Live dashboards", link: "/guide/live" },
      { text: "Events and actions", link: "/guide/events" },
      { text: "Media and uploads", link: "/guide/media" },
      { text: "Locations", link: "/guide/locations" },
      { text: "Caching", link: "/guide/caching" },
      { text: "Plugins", link: "/guide/plugins" },
      { text: "From a terminal", link: "/guide/terminal" },
    ],
  },
  {
    text: "Run it",
    items: [
      { text: "Testing without a server", link: "/guide/testing" },
      { text: "Errors and retries", link: "/guide/errors" },
      { text: "Security", link: "/guide/security" },
      { text: "Running at scale", link: "/guide/scale" },
      { text: "What is not proven", link: "/guide/limits" },
    ],
  },
  {
    text: "Coming from",
    items: [
      { text: "The Python client", link: "/from/python" },
      { text: "@ftrack/api", link: "/from/ftrack-api" },
    ],
  },
];
