// The page never sees an API key: it trades its cookie for tokens that are good for a while, and keeps them nowhere.
const form = document.getElementById("login");
const status = document.getElementById("status");

async function send(path, body) {
  const response = await fetch(path, { method: "POST", body: JSON.stringify(body ?? {}) });
  if (!response.ok) throw new Error("Please sign in.");
  return response.json();
}

// Called before the first request, and again whenever the broker refuses a token.
const auth = async () => ({ headers: { authorization: `Bearer ${(await send("/token")).token}` } });

async function showTasks(user) {
  const session = await ftrackKit.Session.open({
    serverUrl: `${location.origin}/ftrack`,
    apiUser: user,
    auth,
  });
  const tasks = session.live("select id, name, status.name from Task order by name limit 20");
  tasks.subscribe((rows) => {
    const items = rows.map((task) => {
      const item = document.createElement("li");
      item.textContent = `${task.name}: ${task.status.name}`;
      return item;
    });
    document.getElementById("tasks").replaceChildren(...items);
    status.textContent = `${rows.length} tasks for ${user}.`;
    status.dataset.state = tasks.getSnapshot().status;
  });
  form.hidden = true;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const { user, password } = Object.fromEntries(new FormData(form));
  send("/login", { user, password })
    .then(() => showTasks(user))
    .catch((error) => {
      status.textContent = error.message;
    });
});
